package dev.wardcast.kit.outbox;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that takes its time with one room, until it is told to go on. */
final class SlowRoom implements EventLog {

    private final EventLog log;
    private final Room slow;
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    SlowRoom(EventLog log, Room slow) {
        this.log = log;
        this.slow = slow;
    }

    void release() {
        released.complete(null);
    }

    /** Ids of the events of the room, in the order in which they came. */
    List<String> asked() {
        return asked;
    }

    @Override
    public CompletionStage<Appended> publish(NewEvent event) {
        if (!event.room().equals(slow)) {
            return log.publish(event);
        }
        asked.add(event.id());
        return released.thenCompose(go -> log.publish(event));
    }

    @Override
    public CompletionStage<Duration> publishState(NewEvent event, long version, Duration pace) {
        return log.publishState(event, version, pace);
    }
}
