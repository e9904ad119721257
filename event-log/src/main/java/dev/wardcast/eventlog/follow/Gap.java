package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import java.util.Set;
import java.util.function.Consumer;

/** A hole that can't be filled from the buffers. */
public final class Gap {

    private final Set<String> rooms;
    private final Cursor since;
    private final Consumer<Delivered> passed;

    Gap(Set<String> rooms, Cursor since, Consumer<Delivered> passed) {
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
     * Goes on with what the buffers have, once every gap that was told is passed. To be called once
     * for each gap, on the follower's loop, and it may take its time: what is put in can come in
     * pages, with waiting for the client between them.
     *
     * @param delivered what was put in from elsewhere, of all pages
     */
    public void passed(Delivered delivered) {
        passed.accept(delivered);
    }
}
