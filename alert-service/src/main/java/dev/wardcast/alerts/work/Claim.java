package dev.wardcast.alerts.work;

/**
 * The right to work on a partition. A later claim has a higher fence, and then this one can store
 * nothing any more, however late its holder notices.
 */
record Claim(int partition, String owner, long fence) {

    /** Somebody else works on the partition now. */
    static final class LostException extends RuntimeException {
        LostException(Claim claim) {
            super(claim + " is lost", null, false, false);
        }
    }
}
