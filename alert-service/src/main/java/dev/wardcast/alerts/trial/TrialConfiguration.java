package dev.wardcast.alerts.trial;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * {@code wardcast.alerts}, as far as rules are tried.
 *
 * @param vitalsUrl where vitals-ingest answers
 */
@ConfigurationProperties("wardcast.alerts")
record TrialConfiguration(String vitalsUrl) {}
