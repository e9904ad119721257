package dev.wardcast.kit.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.Multicast;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.outbox.OrderedPublisher.Fate;
import dev.wardcast.kit.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderedPublisherTest {

    /** Answers when it is told to. */
    private static final class HeldLog implements EventLog {
        final Map<String, CompletableFuture<Appended>> asked =
                Collections.synchronizedMap(new LinkedHashMap<>());

        @Override
        public CompletionStage<Appended> publish(NewEvent event) {
            throw new AssertionError("not by the relay");
        }

        @Override
        public CompletionStage<Duration> publishState(NewEvent event, long version, Duration pace) {
            throw new AssertionError("not by the relay");
        }

        @Override
        public CompletionStage<Appended> publishToAll(Multicast multicast) {
            CompletableFuture<Appended> answer = new CompletableFuture<>();
            asked.put(multicast.event().id(), answer);
            return answer;
        }

        void takes(String id) {
            asked.get(id).complete(new Appended("epoch", 1, false));
        }

        void fails(String id) {
            asked.get(id).completeExceptionally(new IllegalStateException("away"));
        }
    }

    private final HeldLog log = new HeldLog();

    private static OutboxRow row(String id, String... users) {
        List<String> rooms = List.of(users).stream().map(user -> "user:" + user).toList();
        return new OutboxRow(
                1, id, rooms, "user.message", Instant.EPOCH, "{}", null, null, Instant.EPOCH);
    }

    private CompletableFuture<List<Fate>> publish(OutboxRow... rows) {
        CompletableFuture<List<Fate>> fates = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() ->
                        fates.complete(
                                new OrderedPublisher(log, Tracing.OFF).publish(List.of(rows))));
        return fates;
    }

    private void awaitAsked(String... ids) {
        await().until(() -> List.copyOf(log.asked.keySet()).equals(List.of(ids)));
    }

    private static Map<String, String> outcome(CompletableFuture<List<Fate>> fates) {
        return fates.join().stream()
                .collect(
                        Collectors.toMap(
                                fate -> fate.row().eventId(),
                                fate -> fate.getClass().getSimpleName()));
    }

    @Test
    void a_row_waits_for_the_one_before_it_in_each_of_its_rooms() {
        var fates =
                publish(row("a", "1"), row("b", "2"), row("both", "1", "2", "3"), row("c", "3"));
        awaitAsked("a", "b");
        log.takes("b");
        assertFalse(log.asked.containsKey("both"));
        log.takes("a");
        awaitAsked("a", "b", "both");
        log.takes("both");
        awaitAsked("a", "b", "both", "c");
        log.takes("c");
        assertEquals(
                Map.of("a", "Published", "b", "Published", "both", "Published", "c", "Published"),
                outcome(fates));
    }

    @Test
    void after_a_failure_every_room_of_the_row_waits_and_no_other() {
        var fates =
                publish(
                        row("both", "1", "2"),
                        row("other", "3"),
                        row("first", "1"),
                        row("second", "2", "3"),
                        row("third", "3"),
                        row("odd", "4"));
        awaitAsked("both", "other", "odd");
        log.takes("other");
        log.takes("odd");
        log.fails("both");
        assertEquals(
                Map.of(
                        "both", "Waiting",
                        "first", "Waiting",
                        "second", "Waiting",
                        "third", "Waiting",
                        "other", "Published",
                        "odd", "Published"),
                outcome(fates));
        assertEquals(List.of("both", "other", "odd"), List.copyOf(log.asked.keySet()));
    }

    @Test
    void a_row_that_can_never_be_taken_holds_none_of_its_rooms_up() {
        var fates = publish(row("bad", "1", "not an id"), row("next", "1"));
        awaitAsked("next");
        log.takes("next");
        assertEquals(Map.of("bad", "Refused", "next", "Published"), outcome(fates));
    }
}
