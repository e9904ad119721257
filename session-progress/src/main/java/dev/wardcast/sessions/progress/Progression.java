package dev.wardcast.sessions.progress;

import org.jspecify.annotations.Nullable;

/** What a report changes. Progress never goes back, and an end is an end. */
sealed interface Progression {

    /** The session stands there now. */
    record To(Status status, int progress, String message, @Nullable String error)
            implements Progression {}

    /** No news: reports may arrive late, or twice. */
    record Unchanged() implements Progression {}

    /** The session was processed or had failed before. */
    record Ended() implements Progression {}

    static Progression of(Status status, int progress, Report report) {
        if (status.isFinal()) {
            return new Ended();
        }
        return switch (report.status()) {
            // An end is news whatever the progress: a worker may have said 100 before it was done.
            case PROCESSED -> new To(Status.PROCESSED, 100, report.message(), null);
            case FAILED ->
                    new To(
                            Status.FAILED,
                            Math.max(progress, report.progress()),
                            report.message(),
                            report.error());
            case UPLOADED, DECODING, ANALYSING, SEGMENTING, TRANSCRIBING ->
                    report.progress() > progress
                            ? new To(report.status(), report.progress(), report.message(), null)
                            : new Unchanged();
        };
    }
}
