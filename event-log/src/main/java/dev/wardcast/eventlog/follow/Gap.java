package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import java.util.Set;
import java.util.function.Consumer;

/** A hole that can't be filled from the buffers. */
public final class Gap {

    private final Set<String> rooms;
    private final Cursor since;
    private final Consumer<Set<String>> passed;

    Gap(Set<String> rooms, Cursor since, Consumer<Set<String>> passed) {
        this.rooms = Set.copyOf(rooms);
        this.since = since;
        this.passed = passed;
    }

    /** The rooms concerned. */
    public Set<String> rooms() {
        return rooms;
    }

    /** Up to here everything had arrived; {@link Cursor#UNKNOWN} if nobody knows. */
    public Cursor since() {
        return since;
    }

    /**
     * Goes on with what the buffers have. To be called once, on the follower's loop.
     *
     * @param alreadyDelivered ids of events that were put in from elsewhere and must not come twice
     */
    public void passed(Set<String> alreadyDelivered) {
        passed.accept(alreadyDelivered);
    }
}
