package dev.wardcast.eventlog;

/**
 * How far someone has read in one partition: everything up to and including {@code clock}, in every
 * room of the partition that they follow.
 *
 * @param epoch the life of the log; a clock says nothing about another epoch
 * @param clock microseconds since 1970, or a little more where events came faster
 */
public record Cursor(String epoch, long clock) {

    /** Before everything, in any epoch. */
    public static final Cursor UNKNOWN = new Cursor("", 0);
}
