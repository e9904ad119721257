package dev.wardcast.bench.alerts;

import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param patients between whom the samples of a full queue are divided, one run for each
 * @param samples of a full queue that count
 * @param warmUpSamples before them, at least
 * @param rates samples a second at which latency is measured
 * @param duration of a measurement of latency
 * @param warmUp of the services, before the first
 * @param beds patients whose devices post while latency is measured
 * @param alertEach one sample in so many opens an alert, while latency is measured
 * @param sustainable whether the highest rate is searched for
 */
record AlertsSettings(
        int rounds,
        List<Integer> patients,
        int samples,
        int warmUpSamples,
        List<Integer> rates,
        Duration duration,
        Duration warmUp,
        int beds,
        int alertEach,
        boolean sustainable) {

    AlertsSettings {
        patients = List.copyOf(patients);
        rates = List.copyOf(rates);
    }
}
