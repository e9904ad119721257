package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.vitals.VitalsSettings;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

@Factory
final class IntakeFactory {

    @Singleton
    DurableAppend durableAppend(SampleQueue queue, VitalsSettings settings, IntakeMetrics metrics) {
        InFlight inFlight = new InFlight(settings.maxInFlight());
        metrics.watch(inFlight);
        return new DurableAppend(queue, inFlight);
    }

    @Singleton
    Intake intake(
            DurableAppend durable,
            DeviceKeys devices,
            VitalsSettings settings,
            IntakeMetrics metrics) {
        return new Intake(
                new PostParser(rules(settings)),
                durable,
                new OtherDevices(devices),
                InstantSource.system(),
                metrics);
    }

    @Singleton
    ReadingIntake readingIntake(
            DurableAppend durable,
            DeviceKeys devices,
            VitalsSettings settings,
            IntakeMetrics metrics) {
        return new ReadingIntake(
                rules(settings),
                durable,
                new OtherDevices(devices),
                InstantSource.system(),
                metrics);
    }

    private static SampleRules rules(VitalsSettings settings) {
        return new SampleRules(settings.maxAhead(), settings.maxAge());
    }
}
