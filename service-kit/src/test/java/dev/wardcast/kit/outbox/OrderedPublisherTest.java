package dev.wardcast.kit.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.outbox.OrderedPublisher.Fate;
import dev.wardcast.kit.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private final OrderedPublisher publisher = new OrderedPublisher(log, Tracing.OFF);
    private long lastId;

    private OutboxRow row(String id, String room) {
        return new OutboxRow(
                ++lastId,
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

    private OutboxRow rowTo(String id, String subject, String... members) {
        String room = Room.Group.of(subject, Set.of(members), null).name();
        return new OutboxRow(
                ++lastId,
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

    private void send(OutboxRow... rows) {
        publisher.send(List.of(rows));
    }

    private void assertAsked(String... ids) {
        assertEquals(List.of(ids), List.copyOf(log.asked.keySet()));
    }

    private Map<String, String> fates() throws InterruptedException {
        Map<String, String> fates = new HashMap<>();
        while (!publisher.underWay().isEmpty()) {
            for (Fate fate : publisher.awaitFates(Duration.ofSeconds(10))) {
                fates.put(fate.row().eventId(), fate.getClass().getSimpleName());
            }
        }
        return fates;
    }

    @Test
    void a_row_waits_for_the_one_before_it_of_its_room_or_of_its_groups_subject()
            throws InterruptedException {
        send(
                row("a", "user:1"),
                rowTo("b", "c1", "1", "2"),
                row("c", "user:1"),
                rowTo("d", "c1", "1", "3"),
                rowTo("e", "c2", "1", "2"));
        assertAsked("a", "b", "e");
        log.takes("b");
        assertAsked("a", "b", "e", "d");
        log.takes("a");
        assertAsked("a", "b", "e", "d", "c");
        List.of("c", "d", "e").forEach(log::takes);
        assertEquals(Set.of("Published"), Set.copyOf(fates().values()));
    }

    @Test
    void a_row_that_is_handed_over_later_waits_for_those_that_are_under_way() throws Exception {
        send(row("a", "user:1"), row("other", "user:2"));
        log.takes("other");
        assertEquals(
                "other", publisher.awaitFates(Duration.ofSeconds(10)).getFirst().row().eventId());
        assertEquals(Set.of(1L), publisher.underWay());
        send(row("b", "user:1"), row("another", "user:2"));
        assertAsked("a", "other", "another");
        log.takes("a");
        assertAsked("a", "other", "another", "b");
        List.of("b", "another").forEach(log::takes);
        assertEquals(Set.of("a", "b", "another"), fates().keySet());
    }

    @Test
    void a_row_that_is_handed_over_after_a_failure_waits_until_nothing_is_under_way()
            throws Exception {
        OutboxRow failed = row("failed", "user:1");
        send(failed, row("slow", "user:2"));
        log.fails("failed");
        publisher.awaitFates(Duration.ofSeconds(10));
        send(row("later", "user:1"));
        log.takes("slow");
        assertEquals(Map.of("slow", "Published", "later", "Waiting"), fates());
        send(failed);
        log.takes("failed");
        assertEquals(Map.of("failed", "Published"), fates());
    }

    @Test
    void after_a_failure_the_rest_of_the_lane_waits_and_no_other() throws InterruptedException {
        send(
                rowTo("first", "c1", "1", "2"),
                row("other", "user:3"),
                rowTo("second", "c1", "1"),
                rowTo("third", "c1", "1", "2"),
                rowTo("odd", "c2", "1", "2"));
        assertAsked("first", "other", "odd");
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
                fates());
        assertAsked("first", "other", "odd");
    }

    @Test
    void a_row_that_can_never_be_taken_holds_its_room_not_up() throws InterruptedException {
        send(row("bad", "user:not an id"), row("next", "user:not an id"), row("fine", "user:1"));
        assertAsked("fine");
        log.takes("fine");
        assertEquals(Map.of("bad", "Refused", "next", "Refused", "fine", "Published"), fates());
    }
}
