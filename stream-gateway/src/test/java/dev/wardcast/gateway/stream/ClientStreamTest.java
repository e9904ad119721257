package dev.wardcast.gateway.stream;

import static dev.wardcast.testsupport.Patience.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.gateway.stream.StreamRooms.Effect;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientStreamTest {

    private StreamServer server;

    @BeforeEach
    void start() throws Exception {
        start(Map.of("getKeepAlive", Duration.ofSeconds(1)));
    }

    private void start(Map<String, ?> settings) throws Exception {
        server = new StreamServer(TestServers.redisUrl(), Settings.with(settings), fast());
    }

    /** Whether with the machine's own transport. */
    boolean fast() {
        return true;
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Refill.Refilled refilled(String id, String json) {
        return new Refill.Refilled(
                id, 1, server.room.name(), "patient.alert", json.getBytes(UTF_8));
    }

    @SafeVarargs
    private static Refill pages(List<Refill.Refilled>... pages) {
        return (token, gap) -> {
            var left = new ArrayDeque<>(List.of(pages));
            return () ->
                    CompletableFuture.completedFuture(
                            new Refill.Page(left.remove(), left.isEmpty()));
        };
    }

    private static List<Integer> upTo(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void a_client_that_stops_reading_costs_only_itself_and_loses_nothing() throws Exception {
        int events = 5_000;
        try (RawClient slow = new RawClient(server.address()).awaitOpen();
                RawClient quick = new RawClient(server.address()).awaitOpen()) {
            Thread reading = Thread.ofVirtual().start(() -> read(quick, events));
            for (int i = 1; i <= events; i++) {
                server.publish(i);
            }
            reading.join(SOON);
            assertEquals(upTo(events), quick.numbers, "the others notice nothing");
            assertTrue(server.hub.stats().pauses() >= 1, "it was left alone");
            assertEquals(0, server.hub.stats().gaps());

            slow.readEvents(events);
            assertEquals(upTo(events), slow.numbers, "once it reads again, all is there");
        }
    }

    private static void read(RawClient client, int events) {
        read(client, events, new Semaphore(0));
    }

    private static void read(RawClient client, int events, Semaphore told) {
        try {
            while (client.numbers.size() < events) {
                client.readEvents(client.numbers.size() + 1);
                told.release();
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_client_that_falls_behind_gets_every_alert_and_of_the_readings_the_newest()
            throws Exception {
        int events = 10_000;
        int devices = 10;
        List<Integer> alerts = new ArrayList<>();
        try (RawClient slow = new RawClient(server.address()).awaitOpen();
                RawClient quick = new RawClient(server.address()).awaitOpen()) {
            // Never so many ahead of the quick one that it would fall behind too.
            Semaphore ahead = new Semaphore(50);
            Thread reading = Thread.ofVirtual().start(() -> read(quick, events, ahead));
            for (int i = 1; i <= events; i++) {
                assertTrue(ahead.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS));
                if (i % 20 == 0) {
                    server.publish(i);
                    alerts.add(i);
                } else {
                    server.publishReading(i, "device-" + i % devices);
                }
            }
            reading.join(SOON);
            assertTrue(upTo(events).equals(quick.numbers), "the others notice nothing");
            long waits =
                    server.host.open().of("u1").stream().mapToLong(ClientStream::waiting).sum();
            assertTrue(waits <= 200, waits + " messages wait for two connections");

            server.publish(events + 1);
            slow.readUntil(line -> line.contains("\"n\":" + (events + 1) + ","));
            List<Integer> got = slow.numbers;
            assertEquals(
                    alerts,
                    got.stream().filter(n -> n <= events && n % 20 == 0).toList(),
                    "no alert is missing, doubled or out of order");
            List<Integer> newest = upTo(events).subList(events - devices, events);
            assertTrue(got.containsAll(newest), "the newest of each device: " + newest);
            assertTrue(server.hub.stats().collapsed() > events / 2, "and few of the others");
            assertEquals(events + 1, got.size() + server.hub.stats().collapsed());
        }
    }

    @Test
    void a_connection_ends_when_it_is_old_and_says_when_to_come_back() throws Exception {
        server.close();
        start(Map.of("getMaxAge", Duration.ofMillis(500)));
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            client.readToEnd();
            assertTrue(
                    client.lines.contains("data: {\"reason\":\"max_age\"}"),
                    client.lines::toString);
            assertTrue(client.lines.getLast().isEmpty());
        }
        await().until(() -> server.open.count() == 0);
        assertEquals(1, server.stats.endings("max_age"));
    }

    @Test
    void a_quiet_stream_gets_a_comment_now_and_then() throws Exception {
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            client.readUntil(line -> line.equals(": keepalive"));
            client.readUntil(line -> line.equals(": keepalive"));
        }
    }

    @Test
    void a_stream_ends_when_its_token_does_and_says_so() throws Exception {
        server.tokenLife = Duration.ofSeconds(1);
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            client.readToEnd();
            assertTrue(client.lines.contains("event: token_expired"), client.lines.toString());
        }
        await().until(() -> server.open.count() == 0);
    }

    @Test
    void a_room_that_was_taken_away_is_silent_from_that_moment() throws Exception {
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            ClientStream stream = server.open.of("u1").iterator().next();
            try (RawClient witness = new RawClient(server.address()).awaitOpen()) {
                server.publish(1);
                client.readEvents(1);
                setRooms(stream, Set.of());
                server.publish(2);
                // Only what this node has heard is past; the room is given back after that.
                witness.readEvents(2);
                setRooms(stream, Set.of(server.room));
                // Joined, once an event gets through; how many are published before is left open.
                Thread reading = Thread.ofVirtual().start(() -> read(client, 2));
                await().until(() -> {
                    server.publish(3);
                    return !reading.isAlive();
                });
                assertEquals(List.of(1, 3), client.numbers);
            }
        }
    }

    private static void setRooms(ClientStream stream, Set<Room> rooms) {
        onLoop(stream, () -> stream.rooms().answer(stream.rooms().ask(), rooms));
    }

    private static <T> T onLoop(ClientStream stream, Supplier<T> ask) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        stream.execute(() -> answer.complete(ask.get()));
        return answer.join();
    }

    @Test
    void an_answer_about_access_that_a_later_one_overtook_counts_no_more() throws Exception {
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            ClientStream stream = server.open.of("u1").iterator().next();
            StreamRooms rooms = stream.rooms();
            StreamRooms.Question early = onLoop(stream, rooms::ask);
            StreamRooms.Question late = onLoop(stream, rooms::ask);
            assertFalse(onLoop(stream, () -> rooms.isOvertaken(early)));
            // It changes nothing, so that the rooms are still those that the early one is about.
            assertEquals(
                    Effect.DONE, onLoop(stream, () -> rooms.answer(late, Set.of(server.room))));
            assertTrue(onLoop(stream, () -> rooms.isOvertaken(early)));
            assertEquals(Effect.OVERTAKEN, onLoop(stream, () -> rooms.answer(early, Set.of())));
            assertTrue(onLoop(stream, () -> rooms.contains(server.room)));
        }
    }

    @Test
    void whoever_leaves_their_own_room_while_groups_are_awaited_hears_the_others()
            throws Exception {
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            ClientStream stream = server.open.of("u1").iterator().next();
            Room own = new Room.User("u1");
            CompletableFuture<Void> joined = new CompletableFuture<>();
            onLoop(
                    stream,
                    () -> {
                        stream.rooms().join(own, Optional.empty(), () -> joined.complete(null));
                        return null;
                    });
            joined.join();
            // Nobody decides here, so that it waits until it leaves.
            assertTrue(onLoop(stream, stream.rooms()::undecided));
            server.publish(1);
            onLoop(stream, () -> stream.rooms().leave(own));
            client.readEvents(1);
            assertEquals(List.of(1), client.numbers);
        }
    }

    @Test
    void an_answer_about_rooms_that_are_others_by_now_changes_nothing() throws Exception {
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            ClientStream stream = server.open.of("u1").iterator().next();
            StreamRooms rooms = stream.rooms();
            Room chosen = new Room.PatientAlerts("chosen-meanwhile");
            StreamRooms.Question asked = onLoop(stream, rooms::ask);
            onLoop(
                    stream,
                    () -> {
                        rooms.join(chosen, Optional.empty(), () -> {});
                        return null;
                    });
            assertEquals(
                    Effect.OF_OTHER_ROOMS,
                    onLoop(stream, () -> rooms.answer(asked, Set.of(server.room))));
            assertTrue(onLoop(stream, () -> rooms.contains(chosen)));
        }
    }

    @Test
    void a_gap_is_told_before_anything_else_and_what_was_refilled_does_not_come_twice()
            throws Exception {
        server.start = new Start.After(Position.parse("zzzzzz-1").orElseThrow());
        server.refill =
                pages(
                        List.of(refilled("a", "{\"n\":100}"), refilled("b", "{\"n\":101}")),
                        List.of(refilled("b", "{\"n\":101}"), refilled("c", "{\"n\":102}")));
        server.publish(1);
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            client.readEvents(4);
            List<String> told =
                    client.lines.stream()
                            .filter(l -> l.startsWith("event:") || l.startsWith("data:"))
                            .toList();
            assertEquals("event: gap", told.get(0));
            assertEquals(List.of(100, 101, 102, 1), client.numbers);
        }
    }

    @Test
    void a_refill_that_fails_is_told_and_the_stream_goes_on() throws Exception {
        server.start = new Start.After(Position.parse("zzzzzz-1").orElseThrow());
        server.refill =
                (token, gap) ->
                        () -> CompletableFuture.failedFuture(new IllegalStateException("away"));
        try (RawClient client = new RawClient(server.address()).awaitOpen()) {
            client.readUntil(line -> line.contains("\"not_refilled\""));
            server.publish(1);
            client.readEvents(1);
        }
    }

    @Test
    void numbers_return_to_zero_when_everybody_has_left() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(new RawClient(server.address()));
        }
        await().until(() -> server.open.count() == 200);
        server.publish(1);
        for (RawClient client : clients) {
            client.readEvents(1);
            client.close();
        }
        await().until(() -> server.open.count() == 0);
        assertEquals(Optional.empty(), server.open.all().stream().findAny());
    }
}
