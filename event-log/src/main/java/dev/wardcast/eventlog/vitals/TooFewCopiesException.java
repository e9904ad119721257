package dev.wardcast.eventlog.vitals;

/** What was written is on the master, but fewer replicas than wanted have it. */
public final class TooFewCopiesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TooFewCopiesException(long copies, int wanted) {
        super(
                "replicas that have it: " + copies + " (expected: " + wanted + ")",
                null,
                false,
                false);
    }
}
