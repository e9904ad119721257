package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import io.lettuce.core.KillArgs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that keep the cursor of each room's last frame, as over WebSocket: they leave rooms and
 * come back to them, one by one and all at once, on this node and on that, while several producers
 * publish and some of the clients do not read for a while.
 */
class JoinStressTest {

    private static final int ROUNDS = Integer.getInteger("wardcast.stress.rounds", 60);
    private static final int PRODUCERS = 3;
    private static final int EVENTS_OF_A_PRODUCER = 80;
    private static final int CLIENTS = 5;

    private LogFixture fixture;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** What a client knows of each room: what it saw, and where it stopped. */
    private static final class Client {
        final Map<Room, List<LogEvent>> seen = new LinkedHashMap<>();
        final Map<Room, Position> stopped = new HashMap<>();
        final Set<Room> joined = new java.util.HashSet<>();
        RecordingFollower connection;
        int gaps;

        Client(List<Room> rooms, Position start) {
            rooms.forEach(room -> {
                seen.put(room, new ArrayList<>());
                stopped.put(room, start);
            });
        }

        /** Joins at once, whether the connection has started or not. */
        void connect(RoomHub node) {
            connection = RecordingFollower.of(node, Set.of(), Optional.empty());
            seen.keySet().forEach(this::join);
        }

        void join(Room room) {
            joined.add(room);
            connection.use(f -> f.join(room, Optional.of(stopped.get(room))));
        }

        void leave(Room room) {
            connection.use(f -> f.leave(room));
            joined.remove(room);
            takeNote(room);
        }

        void disconnect() {
            connection.close();
            joined.clear();
            seen.keySet().forEach(this::takeNote);
            gaps += connection.gaps.size();
        }

        private void takeNote(Room room) {
            List<LogEvent> got = eventsOf(room);
            seen.get(room).addAll(got);
            connection.events.removeAll(got);
            if (!got.isEmpty()) {
                stopped.put(room, got.getLast().position());
            }
        }

        private List<LogEvent> eventsOf(Room room) {
            return connection.events.stream().filter(e -> e.room().equals(room.name())).toList();
        }

        List<String> ids(Room room) {
            List<LogEvent> all = new ArrayList<>(seen.get(room));
            all.addAll(eventsOf(room));
            return all.stream().map(LogEvent::id).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void every_client_sees_every_event_of_each_room_exactly_once_and_in_order(int partitions) {
        fixture = new LogFixture(TestServers.redisUrl(), LogFixture.options(partitions));
        List<RoomHub> nodes = List.of(fixture.node(), fixture.node());
        for (int round = 0; round < ROUNDS / 4; round++) {
            long seed = System.nanoTime();
            try {
                oneRound(nodes, new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("round " + round + ", seed " + seed, e);
            }
        }
    }

    private void oneRound(List<RoomHub> nodes, Random random) {
        String run = UUID.randomUUID().toString().substring(0, 8);
        List<Room> rooms = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            rooms.add(room(run + "-" + i));
        }
        Position start;
        try (RecordingFollower first =
                RecordingFollower.of(nodes.get(0), rooms, Optional.empty()).awaitStarted()) {
            start = first.position();
        }
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            List<Room> own = new ArrayList<>(rooms);
            Collections.shuffle(own, random);
            Client client = new Client(own.subList(0, 1 + random.nextInt(own.size())), start);
            client.connect(nodes.get(random.nextInt(nodes.size())));
            clients.add(client);
        }

        // By room, in the order of the log.
        Map<String, Map<Long, String>> published = new ConcurrentHashMap<>();
        rooms.forEach(
                room -> published.put(room.name(), Collections.synchronizedMap(new HashMap<>())));
        try (ExecutorService producers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int p = 0; p < PRODUCERS; p++) {
                int producer = p;
                Random own = new Random(random.nextLong());
                producers.submit(() -> {
                    for (int i = 0; i < EVENTS_OF_A_PRODUCER; i++) {
                        Room room = rooms.get(own.nextInt(rooms.size()));
                        String id = run + "." + producer + "." + i;
                        published.get(room.name()).put(fixture.publish(room, id).clock(), id);
                    }
                });
            }
            for (int i = 0; i < 40; i++) {
                disturb(clients.get(random.nextInt(clients.size())), nodes, random);
            }
        }

        for (Client client : clients) {
            client.connection.takeOnly(Integer.MAX_VALUE);
            client.seen.keySet().stream()
                    .filter(room -> !client.joined.contains(room))
                    .forEach(client::join);
            for (Room room : client.seen.keySet()) {
                List<String> expected =
                        new java.util.TreeMap<>(published.get(room.name()))
                                .values().stream().toList();
                await().untilAsserted(() -> assertEquals(expected, client.ids(room)));
            }
            client.disconnect();
            assertEquals(0, client.gaps, "no gap where nothing was lost");
        }
    }

    private void disturb(Client client, List<RoomHub> nodes, Random random) {
        List<Room> rooms = new ArrayList<>(client.seen.keySet());
        Room room = rooms.get(random.nextInt(rooms.size()));
        switch (random.nextInt(10)) {
            case 0 -> {
                client.disconnect();
                client.connect(nodes.get(random.nextInt(nodes.size())));
            }
            case 1 -> client.connection.takeOnly(random.nextInt(5));
            case 2 -> client.connection.takeOnly(Integer.MAX_VALUE);
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    cutSubscriptions();
                }
            }
            default -> {
                if (client.joined.contains(room)) {
                    client.leave(room);
                } else {
                    client.join(room);
                }
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
}
