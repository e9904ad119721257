package dev.wardcast.sessions.progress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Collection;

/** What becomes of sessions, in figures. */
@Singleton
class SessionMeters {

    private final Counter reports;
    private final Counter steps;
    private final Counter processed;
    private final Counter failed;
    private final Counter claims;
    private final Counter takeovers;

    SessionMeters(MeterRegistry meters) {
        reports = counter(meters, "reports", "Reports of workers that were judged");
        steps = counter(meters, "steps", "Reports that changed where a session stands");
        processed = ended(meters, "processed");
        failed = ended(meters, "failed");
        claims = counter(meters, "claims", "Sessions that workers took on");
        takeovers = counter(meters, "takeovers", "Those that another worker had not ended");
    }

    void reported(int judged, Collection<Session> changed) {
        reports.increment(judged);
        steps.increment(changed.size());
        for (Session session : changed) {
            switch (Status.of(session)) {
                case PROCESSED -> processed.increment();
                case FAILED -> failed.increment();
                case UPLOADED, DECODING, ANALYSING, SEGMENTING, TRANSCRIBING -> {
                    // On its way.
                }
            }
        }
    }

    void claimed(boolean takenOver) {
        claims.increment();
        if (takenOver) {
            takeovers.increment();
        }
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("wardcast.sessions." + name)
                .description(description)
                .register(meters);
    }

    private static Counter ended(MeterRegistry meters, String outcome) {
        return Counter.builder("wardcast.sessions.ended")
                .tag("outcome", outcome)
                .description("Sessions whose processing ended")
                .register(meters);
    }
}
