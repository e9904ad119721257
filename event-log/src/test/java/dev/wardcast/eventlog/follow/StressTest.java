package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import io.lettuce.core.KillArgs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several producers, clients that come and go with their positions, nodes whose connections are cut
 * at random: every client sees every event exactly once and in order. The number of rounds is
 * {@code -Dwardcast.stress.rounds}, the seed is printed with a failure.
 */
class StressTest {

    private static final int ROUNDS = Integer.getInteger("wardcast.stress.rounds", 60);
    private static final int PRODUCERS = 4;
    private static final int EVENTS_OF_A_PRODUCER = 60;
    private static final int CLIENTS = 6;

    private LogFixture fixture;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** A client as we know them: it keeps its last position, goes away, and comes back anywhere. */
    private static final class Client {
        final List<Room> rooms;
        final List<LogEvent> seen = new ArrayList<>();
        Optional<Position> position = Optional.empty();
        RecordingFollower connection;
        int gaps;

        Client(List<Room> rooms) {
            this.rooms = rooms;
        }

        void connect(RoomHub node) {
            connection = RecordingFollower.of(node, rooms, position);
            if (position.isEmpty()) {
                connection.awaitStarted();
                position = Optional.of(connection.position());
            }
        }

        void disconnect() {
            connection.close();
            seen.addAll(connection.events);
            gaps += connection.gaps.size();
            if (connection.position() != null) {
                position = Optional.of(connection.position());
            }
        }

        int count() {
            return seen.size() + (connection == null ? 0 : connection.events.size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void every_client_sees_every_event_exactly_once_and_in_order(int partitions) throws Exception {
        // A Redis used with other partition counts before has other keys; they do not meet.
        fixture = new LogFixture(TestServers.redisUrl(), LogFixture.options(partitions));
        List<RoomHub> nodes = List.of(fixture.node(), fixture.node());
        for (int round = 0; round < ROUNDS / 2; round++) {
            long seed = System.nanoTime();
            try {
                oneRound(nodes, new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("round " + round + ", seed " + seed, e);
            }
        }
    }

    private void oneRound(List<RoomHub> nodes, Random random) throws Exception {
        String run = UUID.randomUUID().toString().substring(0, 8);
        List<Room> rooms = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            rooms.add(room(run + "-" + i));
        }
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            List<Room> own = new ArrayList<>(rooms);
            Collections.shuffle(own, random);
            clients.add(new Client(own.subList(0, 1 + random.nextInt(own.size()))));
        }
        clients.forEach(client -> client.connect(nodes.get(random.nextInt(nodes.size()))));

        Map<String, AtomicInteger> published = new HashMap<>();
        rooms.forEach(room -> published.put(room.name(), new AtomicInteger()));
        try (ExecutorService producers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int p = 0; p < PRODUCERS; p++) {
                int producer = p;
                long seed = random.nextLong();
                producers.submit(() -> {
                    Random own = new Random(seed);
                    for (int i = 0; i < EVENTS_OF_A_PRODUCER; i++) {
                        Room room = rooms.get(own.nextInt(rooms.size()));
                        fixture.publish(room, run + "." + producer + "." + i);
                        published.get(room.name()).incrementAndGet();
                    }
                });
            }
            for (int i = 0; i < 12; i++) {
                Client client = clients.get(random.nextInt(clients.size()));
                client.disconnect();
                client.connect(nodes.get(random.nextInt(nodes.size())));
                if (random.nextInt(4) == 0) {
                    cutSubscriptions();
                }
            }
        }

        for (Client client : clients) {
            int expected = client.rooms.stream().mapToInt(r -> published.get(r.name()).get()).sum();
            await().until(() -> client.count() >= expected);
            client.disconnect();
            assertEquals(0, client.gaps, "no gap where nothing was lost");
            assertEquals(expected, client.seen.size(), "events of a client");
            assertEquals(
                    expected,
                    client.seen.stream().map(LogEvent::id).distinct().count(),
                    "distinct");
            Map<String, Long> last = new HashMap<>();
            for (LogEvent event : client.seen) {
                Long before = last.put(event.room(), event.clock());
                assertTrue(
                        before == null || before < event.clock(), "order within " + event.room());
            }
        }
    }

    private void cutSubscriptions() {
        try (RedisLink.Dedicated admin = fixture.redis.dedicate()) {
            admin.commands().clientKill(KillArgs.Builder.typePubsub()).get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_position_ahead_of_a_node_that_has_just_begun_is_no_gap() throws Exception {
        fixture = new LogFixture(TestServers.redisUrl(), LogFixture.options(1));
        RoomHub ahead = fixture.node();
        Room room = room("ahead-" + UUID.randomUUID());
        AtomicBoolean over = new AtomicBoolean();
        Thread publishing =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!over.get()) {
                                fixture.publish(room, UUID.randomUUID().toString());
                            }
                        });
        RecordingFollower leader =
                RecordingFollower.of(ahead, List.of(room), Optional.empty()).awaitStarted();
        for (int i = 0; i < 30; i++) {
            int before = leader.events.size();
            await().until(() -> leader.events.size() > before);
            RoomHub fresh = fixture.node();
            // Other rooms are being taken up at the same time.
            List<Room> rooms = List.of(room, room("other-" + UUID.randomUUID()));
            RecordingFollower other = RecordingFollower.of(fresh, rooms, Optional.empty());
            try (RecordingFollower follower =
                    RecordingFollower.of(fresh, List.of(room), Optional.of(leader.position()))) {
                await().until(() -> !follower.events.isEmpty());
                assertEquals(0, follower.gaps.size(), "round " + i);
            } finally {
                other.close();
                fresh.close();
            }
        }
        over.set(true);
        publishing.join();
        leader.close();
    }

    @Test
    void a_room_left_and_taken_up_again_at_once_is_heard() {
        fixture = new LogFixture(TestServers.redisUrl(), LogFixture.options(1));
        RoomHub node = fixture.node();
        Room room = room("again-" + UUID.randomUUID());
        for (int i = 0; i < 100; i++) {
            String id = UUID.randomUUID().toString();
            try (RecordingFollower follower =
                    RecordingFollower.of(node, List.of(room), Optional.empty()).awaitStarted()) {
                fixture.publish(room, id);
                await().untilAsserted(() -> assertEquals(List.of(id), follower.ids()));
            }
        }
    }
}
