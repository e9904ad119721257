package dev.wardcast.eventlog.vitals;

/**
 * The partition holds as many entries as it may, because a reader has fallen far behind. Nothing
 * was appended; the caller is told to come back later.
 */
public final class QueueFullException extends RuntimeException {
    public QueueFullException(int partition) {
        super("partition " + partition + " of the sample queue is full", null, false, false);
    }
}
