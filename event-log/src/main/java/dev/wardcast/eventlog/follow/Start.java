package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Position;

/** From where a follower begins. */
public sealed interface Start {

    /** With what happens from now on. */
    record Now() implements Start {}

    /**
     * With everything after a position that this or another node gave out earlier. A position that
     * means nothing here is answered with a gap, as is one without a part for the partition of a
     * room: it was given out while none of the partition's rooms was followed, so what was missed
     * is unknown.
     */
    record After(Position position) implements Start {}

    /**
     * With the newest events there are, of all the follower's rooms together, and then what happens
     * from now on. Never a gap: where the rings have fewer, it begins with what they have.
     *
     * @param count how many events, 0 or more, in each partition; no more than a ring holds
     */
    record Newest(int count) implements Start {
        public Newest {
            if (count < 0) {
                throw new IllegalArgumentException("newest: " + count + " (expected: 0 or more)");
            }
        }
    }
}
