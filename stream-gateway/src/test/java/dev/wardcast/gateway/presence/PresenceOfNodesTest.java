package dev.wardcast.gateway.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.presence.RoomPresence.User;
import dev.wardcast.kit.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one Redis, which is treated badly. */
class PresenceOfNodesTest {

    private static final Room WARD = new Room.Hospital("h1");
    private static final Room BED = new Room.PatientVitals("p1");

    @TempDir Path data;
    private EmbeddedRedis server;
    private PresenceNode one;
    private PresenceNode two;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.builder().dataDir(data).start();
        one = new PresenceNode(server.url());
        two = new PresenceNode(server.url());
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        server.close();
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(20));
    }

    @Test
    void rooms_users_and_connections_of_all_nodes_add_up() {
        one.connect("anna", WARD, BED).connect("anna", WARD).connect("ben", BED);
        two.connect("anna", BED).connect("carl");
        for (PresenceNode node : List.of(one, two)) {
            soon().untilAsserted(() -> {
                Statistics all = node.presence.statistics();
                assertEquals(5, all.totalConnections());
                assertEquals(3, all.uniqueUsers());
                assertEquals(2, all.activeRooms());
                assertEquals(
                        Map.of("hospital:h1", 2, "patient:p1:vitals", 3), all.connectionsByRoom());
                assertEquals(Map.of("anna", 3, "ben", 1, "carl", 1), all.connectionsByUser());
                assertEquals(
                        List.of(one.id, two.id),
                        all.nodes().stream().map(NodeDocument::node).toList());
                assertEquals(
                        List.of(3L, 2L),
                        all.nodes().stream().map(NodeDocument::connections).toList());
                assertFalse(all.truncated());
                RoomPresence bed = node.presence.in(BED);
                assertEquals(List.of(new User("anna", 2), new User("ben", 1)), bed.users());
                assertEquals(3, bed.totalConnections());
            });
        }
    }

    @Test
    void who_leaves_is_gone_on_every_node() {
        one.connect("anna", WARD, BED);
        soon().until(() -> two.presence.in(BED).totalConnections() == 1);
        one.disconnect("anna", WARD, BED);
        soon().untilAsserted(() -> {
            assertEquals(0, two.connectionsOfAll());
            assertEquals(Map.of(), two.presence.statistics().connectionsByRoom());
            assertEquals(Map.of(), two.presence.statistics().connectionsByUser());
            assertEquals(List.of(), two.presence.in(BED).users());
        });
    }

    @Test
    void a_node_that_is_killed_disappears_within_its_expiry() {
        one.connect("anna", BED);
        two.connect("ben", BED);
        soon().until(() -> two.connectionsOfAll() == 2);
        one.kill();
        assertEquals(2, two.connectionsOfAll(), "nobody has noticed yet");
        Duration expiryAndALittle = PresenceNode.FAST.expiry().multipliedBy(2);
        await().atMost(expiryAndALittle)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    assertEquals(1, two.connectionsOfAll());
                    assertEquals(List.of(new User("ben", 1)), two.presence.in(BED).users());
                    assertEquals(1, two.presence.statistics().nodes().size());
                });
        soon().until(() -> two.writer.nodes() == 1);
        // Others pass it over by its time; Redis forgets its keys by theirs, a moment later.
        soon().untilAsserted(
                        () -> assertEquals(List.of(), keysOf(one), "nothing of it stays in Redis"));
    }

    @Test
    void a_node_that_ends_gracefully_disappears_at_once() {
        one.connect("anna", BED);
        soon().until(() -> two.connectionsOfAll() == 1);
        one.close();
        assertEquals(0, two.connectionsOfAll());
        assertEquals(0, two.presence.in(BED).totalConnections());
        one = new PresenceNode(server.url());
    }

    @Test
    void an_emptied_redis_is_told_everything_again() {
        one.connect("anna", BED);
        two.connect("ben", BED, WARD);
        soon().until(() -> two.connectionsOfAll() == 2 && one.connectionsOfAll() == 2);
        two.redis().commands().flushall().toCompletableFuture().join();
        soon().untilAsserted(() -> {
            for (PresenceNode node : List.of(one, two)) {
                assertEquals(2, node.presence.statistics().nodes().size());
                assertEquals(
                        Map.of("hospital:h1", 1, "patient:p1:vitals", 2),
                        node.presence.statistics().connectionsByRoom());
                assertEquals(
                        Map.of("anna", 1, "ben", 1),
                        node.presence.statistics().connectionsByUser());
            }
        });
    }

    @Test
    void what_happened_while_redis_was_away_is_there_when_it_is_back() {
        one.connect("anna", BED);
        soon().until(() -> two.connectionsOfAll() == 1);
        server.kill();
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> two.presence.statistics());
        assertEquals("presence_unknown", refusal.code());
        one.disconnect("anna", BED).connect("dora", WARD);
        server.restart();
        soon().ignoreExceptions()
                .untilAsserted(() -> {
                    Statistics all = two.presence.statistics();
                    assertEquals(Map.of("hospital:h1", 1), all.connectionsByRoom());
                    assertEquals(Map.of("dora", 1), all.connectionsByUser());
                });
    }

    @Test
    void
            twenty_thousand_connections_in_five_thousand_rooms_are_counted_and_the_answer_is_bounded() {
        Room crowded = new Room.SystemAlerts();
        for (int i = 0; i < 20_000; i++) {
            one.connect("user-" + i, crowded, new Room.PatientVitals("p-" + i % 5_000));
        }
        soon().untilAsserted(() -> {
            Statistics all = two.presence.statistics();
            assertEquals(20_000, all.totalConnections());
            assertEquals(20_000, all.uniqueUsers());
            assertEquals(5_001, all.activeRooms());
        });
        Statistics all = two.presence.statistics();
        assertTrue(all.truncated());
        assertEquals(Presence.MOST_ENTRIES, all.connectionsByRoom().size());
        assertEquals(Presence.MOST_ENTRIES, all.connectionsByUser().size());
        assertEquals(20_000, all.connectionsByRoom().get("system:alerts"));
        RoomPresence room = two.presence.in(crowded);
        assertEquals(20_000, room.totalConnections());
        assertEquals(Presence.MOST_ENTRIES, room.users().size());
        assertTrue(room.truncated());
    }

    @Test
    void a_thousand_comings_and_goings_cost_redis_a_few_writes() throws Exception {
        soon().until(() -> one.writer.nodes() == 2);
        long before = scriptsRun();
        long began = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            one.connect("u" + i % 10, WARD);
        }
        soon().until(() -> two.presence.in(WARD).totalConnections() == 1_000);
        // Two nodes, each with a write a tick at most, and now and then one to stay in the set.
        long ticks =
                1
                        + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)
                                / PresenceNode.FAST.every().toMillis();
        long cost = scriptsRun() - before;
        assertTrue(cost <= 2 * 2 * (ticks + 1), cost + " scripts in " + ticks + " ticks");
    }

    private List<String> keysOf(PresenceNode node) {
        return two
                .redis()
                .commands()
                .keys(PresenceKeys.bytes("wc:gateway:{" + node.id + "}*"))
                .toCompletableFuture()
                .join()
                .stream()
                .map(PresenceKeys::text)
                .toList();
    }

    private long scriptsRun() {
        String stats = two.redis().commands().info("commandstats").toCompletableFuture().join();
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }
}
