package dev.wardcast.eventlog;

/** Makes data readable that was published unreadable. */
@FunctionalInterface
public interface DataOpener {

    /** Everything is published readable. */
    DataOpener NONE = (room, id, data) -> data;

    /**
     * The data for clients; called about once an event and node, when somebody wants it first, on
     * whichever thread that is. Must not block or throw.
     *
     * @param data one JSON object, which may be given back
     * @return one JSON object in UTF-8, without line breaks
     */
    byte[] open(String room, String id, byte[] data);
}
