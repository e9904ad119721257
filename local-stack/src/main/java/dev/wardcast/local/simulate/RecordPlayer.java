package dev.wardcast.local.simulate;

import dev.wardcast.local.simulate.DeviceClient.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Plays a recording of a monitor's numbers in its own pace, or so many times as fast. Each moment
 * of it is one post, and nothing is skipped when the server is slow.
 */
final class RecordPlayer {

    private final WfdbRecord record;
    private final Numerics numerics;
    private final double speed;

    /**
     * @param speed 1 for the recording's own pace
     * @throws SimulationException for a recording without numbers that Wardcast knows
     */
    RecordPlayer(WfdbRecord record, double speed) {
        this.record = record;
        this.numerics = new Numerics(record);
        this.speed = speed;
        if (numerics.isEmpty()) {
            throw new SimulationException(
                    "%s has nothing that is played (%s; expected: HR, PULSE, RESP, SpO2 or NBP, or waves)"
                            .formatted(record.header().record(), record.signalNames()));
        }
    }

    /** How long {@link #play} takes, if the server keeps up. */
    Duration duration() {
        return at(record.frames());
    }

    void play(DeviceClient device, Progress progress) throws InterruptedException {
        long start = System.nanoTime();
        for (int frame = 0; frame < record.frames(); frame++) {
            List<Reading> readings = numerics.at(frame);
            sleepUntil(start + at(frame).toNanos());
            if (!readings.isEmpty()) {
                Instant now = Instant.now();
                List<Taken> taken =
                        readings.stream().map(reading -> new Taken(reading, now)).toList();
                progress.count(taken.size(), device.post(taken));
            }
        }
        sleepUntil(start + duration().toNanos());
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
    }

    private Duration at(int frame) {
        return Duration.ofNanos(Math.round(record.period().toNanos() * (double) frame / speed));
    }
}
