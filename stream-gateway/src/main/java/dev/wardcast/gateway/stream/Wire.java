package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.gateway.stream.Refill.Refilled;
import java.util.Set;

/** How one transport writes what a stream has to say. Without state; shared by many streams. */
public interface Wire {

    /** Name of the transport in metrics. */
    String transport();

    Dialect dialect();

    /** How events are written whose own position is the client's. */
    Form form();

    /** An event for a client whose position is another than the event's. */
    byte[] event(LogEvent event, String position);

    /**
     * The first words.
     *
     * @param retryMillis how long to wait before coming back
     * @param position empty while the client's own position has yet to be judged
     */
    byte[] opening(long retryMillis, String position, Set<String> rooms);

    /** Moves the client's position without giving it an event. */
    byte[] position(String position);

    /**
     * Says that events of these rooms are missing.
     *
     * @param reason {@code lost}, or {@code not_refilled} when they could not be had from elsewhere
     *     either
     */
    byte[] gap(Set<String> rooms, String reason);

    byte[] refilled(Refilled event);

    /** A room was taken away while others go on; empty if this transport does not tell. */
    byte[] roomLost(String room);

    /** A room was given while others go on; empty if this transport does not tell. */
    byte[] roomGained(String room);

    byte[] ending(Ending ending, long retryMillis);

    /** What is sent on a quiet stream. */
    byte[] keepAlive();

    /** Whether the client's silence after two keep-alives means that it is gone. */
    boolean keepAliveIsAnswered();
}
