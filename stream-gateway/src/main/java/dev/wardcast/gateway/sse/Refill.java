package dev.wardcast.gateway.sse;

import dev.wardcast.eventlog.follow.Gap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where a stream gets what the buffers have lost. */
public interface Refill {

    /**
     * Fetches what was published to the gap's rooms after its position. Fails if that can't be done
     * now; it does not try for ever.
     */
    CompletionStage<Refilled> fetch(StreamRequest request, Gap gap);

    /**
     * @param ids of the events, so that none comes again from the buffer
     * @param events their data as JSON, in the order in which they were published
     */
    record Refilled(Set<String> ids, List<String> events) {
        public static final Refilled NOTHING = new Refilled(Set.of(), List.of());
    }
}
