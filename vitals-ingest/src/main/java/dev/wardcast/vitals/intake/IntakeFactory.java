package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.vitals.VitalsSettings;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.server.HttpServerConfiguration;
import jakarta.inject.Singleton;
import java.time.InstantSource;

@Factory
final class IntakeFactory {

    @Singleton
    BodyEncoding bodyEncoding(HttpServerConfiguration server) {
        return new BodyEncoding(Math.toIntExact(server.getMaxRequestSize()));
    }

    @Singleton
    Intake intake(
            SampleQueue queue,
            DeviceKeys devices,
            VitalsSettings settings,
            IntakeMetrics metrics,
            Fleets fleets) {
        InFlight inFlight = new InFlight(settings.maxInFlight());
        metrics.watch(inFlight);
        return new Intake(
                new PostParser(new SampleRules(settings.maxAhead(), settings.maxAge())),
                new DurableAppend(queue, inFlight),
                devices,
                InstantSource.system(),
                metrics,
                fleets);
    }
}
