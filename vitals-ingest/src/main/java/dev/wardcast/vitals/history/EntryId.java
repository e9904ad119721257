package dev.wardcast.vitals.history;

/** The two numbers of a queue entry's id. */
record EntryId(long ms, long number) {

    static EntryId of(String id) {
        int dash = id.indexOf('-');
        return new EntryId(
                Long.parseLong(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1)));
    }
}
