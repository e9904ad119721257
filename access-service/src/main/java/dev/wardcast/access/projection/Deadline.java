package dev.wardcast.access.projection;

import java.time.Duration;

/** Rows whose meaning changes because time passes, by the clock of the database. */
public interface Deadline {

    /** Writes what has passed since the last time; whoever does it first, once. */
    void apply();

    /** Until the next one; something long where there is none. May be over already. */
    Duration untilNext();
}
