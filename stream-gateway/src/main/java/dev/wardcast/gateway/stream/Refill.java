package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.follow.Gap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a stream gets what the buffers have lost. */
public interface Refill {

    /** Nothing can be had from anywhere. */
    Refill NONE =
            (token, gap) -> () -> java.util.concurrent.CompletableFuture.completedFuture(Page.END);

    /**
     * Begins to fetch what was published to the gap's rooms after its position.
     *
     * @param token the client's own: the gateway borrows no right that the client does not have
     */
    Pages begin(String token, Gap gap);

    /**
     * Begins to fetch what the client should be told although the buffers have nothing: where the
     * thing stands that its rooms are about.
     */
    default Pages whenSilent(String token, Set<String> rooms) {
        return () -> CompletableFuture.completedFuture(Page.END);
    }

    /** Asked for one page at a time, so that no more is fetched than the client takes. */
    interface Pages {
        /** Fails if nothing can be had now; it does not try for ever. */
        CompletionStage<Page> next();
    }

    /**
     * @param events within a room in the order in which they were published
     */
    record Page(List<Refilled> events, boolean last) {
        public static final Page END = new Page(List.of(), true);
    }

    /**
     * An event from elsewhere, which has no position.
     *
     * @param id so that it does not come again from the buffer
     * @param clock when it was published, in microseconds since 1970
     * @param type wire name of its type
     * @param data one JSON object without line breaks
     */
    record Refilled(String id, long clock, String room, String type, byte[] data) {}
}
