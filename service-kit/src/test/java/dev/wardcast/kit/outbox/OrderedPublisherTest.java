package dev.wardcast.kit.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.outbox.OrderedPublisher.Fate;
import dev.wardcast.kit.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            CompletableFuture<Appended> answer = new CompletableFuture<>();
            asked.put(event.id(), answer);
            return answer;
        }

        @Override
        public CompletionStage<Duration> publishState(NewEvent event, long version, Duration pace) {
            throw new AssertionError("not by the relay");
        }

        void takes(String id) {
            asked.get(id).complete(new Appended("epoch", 1, false));
        }

        void fails(String id) {
            asked.get(id).completeExceptionally(new IllegalStateException("away"));
        }
    }

    private final HeldLog log = new HeldLog();

    private static OutboxRow row(String id, String room) {
        return new OutboxRow(
                1,
                id,
                room,
                List.of(),
                Set.of(),
                "user.message",
                Instant.EPOCH,
                "{}",
                null,
                null,
                Instant.EPOCH);
    }

    private static OutboxRow rowTo(String id, String subject, String... members) {
        String room = Room.Group.of(subject, Set.of(members), null).name();
        return new OutboxRow(
                1,
                id,
                room,
                List.of(),
                Set.of(members),
                "user.message",
                Instant.EPOCH,
                "{}",
                null,
                null,
                Instant.EPOCH);
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
    void a_row_waits_for_the_one_before_it_of_its_room_or_of_its_groups_subject() {
        var fates =
                publish(
                        row("a", "user:1"),
                        rowTo("b", "c1", "1", "2"),
                        row("c", "user:1"),
                        rowTo("d", "c1", "1", "3"),
                        rowTo("e", "c2", "1", "2"));
        awaitAsked("a", "b", "e");
        log.takes("b");
        awaitAsked("a", "b", "e", "d");
        log.takes("a");
        awaitAsked("a", "b", "e", "d", "c");
        List.of("c", "d", "e").forEach(log::takes);
        assertEquals(Set.of("Published"), Set.copyOf(outcome(fates).values()));
    }

    @Test
    void after_a_failure_the_rest_of_the_lane_waits_and_no_other() {
        var fates =
                publish(
                        rowTo("first", "c1", "1", "2"),
                        row("other", "user:3"),
                        rowTo("second", "c1", "1"),
                        rowTo("third", "c1", "1", "2"),
                        rowTo("odd", "c2", "1", "2"));
        awaitAsked("first", "other", "odd");
        log.takes("other");
        log.takes("odd");
        log.fails("first");
        assertEquals(
                Map.of(
                        "first", "Waiting",
                        "second", "Waiting",
                        "third", "Waiting",
                        "other", "Published",
                        "odd", "Published"),
                outcome(fates));
        assertEquals(List.of("first", "other", "odd"), List.copyOf(log.asked.keySet()));
    }

    @Test
    void a_row_that_can_never_be_taken_holds_its_room_not_up() {
        var fates =
                publish(
                        row("bad", "user:not an id"),
                        row("next", "user:not an id"),
                        row("fine", "user:1"));
        awaitAsked("fine");
        log.takes("fine");
        assertEquals(
                Map.of("bad", "Refused", "next", "Refused", "fine", "Published"), outcome(fates));
    }
}
