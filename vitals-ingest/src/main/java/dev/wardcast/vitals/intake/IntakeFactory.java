package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.kit.trace.Tracing;
import dev.wardcast.vitals.VitalsSettings;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

@Factory
final class IntakeFactory {

    /**
     * Whichever is less: beside a service that takes recordings, the server takes longer bodies.
     */
    @Singleton
    BodyEncoding bodyEncoding(HttpServerConfiguration server) {
        return new BodyEncoding(
                Math.toIntExact(
                        Math.min(server.getMaxRequestSize(), server.getMaxRequestBufferSize())));
    }

    @Singleton
    DurableAppend durableAppend(
            SampleQueue queue, VitalsSettings settings, IntakeMetrics metrics, Tracing tracing) {
        InFlight inFlight = new InFlight(settings.maxInFlight());
        metrics.watch(inFlight);
        return new DurableAppend(queue, inFlight, tracing);
    }

    @Singleton
    Intake intake(
            DurableAppend durable,
            PostRights rights,
            VitalsSettings settings,
            IntakeMetrics metrics,
            Fleets fleets,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        return new Intake(
                new PostParser(rules(settings)),
                durable,
                rights,
                InstantSource.system(),
                metrics,
                fleets,
                blocking);
    }

    @Singleton
    ReadingIntake readingIntake(
            DurableAppend durable,
            PostRights rights,
            VitalsSettings settings,
            IntakeMetrics metrics,
            Fleets fleets) {
        return new ReadingIntake(
                rules(settings), durable, rights, InstantSource.system(), metrics, fleets);
    }

    private static SampleRules rules(VitalsSettings settings) {
        return new SampleRules(settings.maxAhead(), settings.maxAge());
    }
}
