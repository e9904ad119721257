package dev.wardcast.access.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.access.AccessServer;
import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditQueue;
import dev.wardcast.kit.audit.AuditedPatient;
import dev.wardcast.testsupport.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditDrainTest {

    private EmbeddedRedis redis;
    private String database;
    private AccessServer node;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.builder().start();
        database = TestServers.freshDatabaseUrl();
        node = AccessServer.start(redis.url(), database);
    }

    @AfterEach
    void stop() {
        node.close();
        redis.close();
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private AuditQueue queue() {
        return node.bean(AuditQueue.class);
    }

    private List<AuditEntry> append(int count) throws Exception {
        List<AuditEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(
                    AuditEntry.of(Actor.service("gateway-" + i), AuditAction.DELIVERED)
                            .at(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i))
                            .on("gateway", "g-1")
                            .counted(List.of(new AuditedPatient("p-" + i, i + 1))));
        }
        assertEquals(true, answer(queue().append(entries)));
        return entries;
    }

    private long length() {
        try {
            return answer(queue().length());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<AuditController.Entry> stored() throws Exception {
        return node.bean(AuditTable.class)
                .search(AuditQuery.of(null, null, "DELIVERED", null, null, null, 500, null), 500);
    }

    @Test
    void what_a_gateway_told_is_in_the_audit_and_no_longer_in_the_queue() throws Exception {
        append(3);
        await().until(() -> length() == 0);
        assertEquals(
                List.of("p-2 3", "p-1 2", "p-0 1"),
                stored().stream()
                        .flatMap(entry -> entry.patients().stream())
                        .map(patient -> patient.patientId() + " " + patient.events())
                        .toList());
    }

    @Test
    void an_entry_is_there_once_although_a_node_died_before_it_left_the_queue() throws Exception {
        node.bean(AuditDrain.class).close();
        append(700);
        // Stored and committed; the node dies before it can say so to Redis.
        assertEquals(500, node.bean(AuditDrain.class).take().size());
        assertEquals(500, stored().size());
        assertEquals(700, length());
        node.close();

        node = AccessServer.start(redis.url(), database);
        await().until(() -> length() == 0);
        try (var connection = java.sql.DriverManager.getConnection(database);
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                select count(*), count(distinct actor_id),
                                    (select sum(events) from audit.entry_patients)
                                from audit.entries where action = 'DELIVERED'
                                """)) {
            row.next();
            assertEquals(
                    List.of(700L, 700L, 700L * 701 / 2),
                    List.of(row.getLong(1), row.getLong(2), row.getLong(3)));
        }
    }

    @Test
    void several_nodes_drain_one_queue() throws Exception {
        try (AccessServer other = AccessServer.start(redis.url(), database)) {
            append(2_000);
            await().until(() -> length() == 0);
            try (var connection = java.sql.DriverManager.getConnection(database);
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("select count(*) from audit.entries")) {
                row.next();
                assertEquals(2_000, row.getLong(1));
            }
        }
    }

    @Test
    void what_is_no_entry_is_set_aside_and_holds_no_other_up() throws Exception {
        RedisLink link = node.bean(RedisLink.class);
        byte[] key = AuditQueue.KEY.getBytes(StandardCharsets.US_ASCII);
        answer(
                link.commands()
                        .xadd(
                                key,
                                Map.of(
                                        new byte[] {'e'},
                                        "{]".getBytes(StandardCharsets.US_ASCII))));
        append(1);
        await().until(() -> length() == 0);
        assertEquals(1, stored().size());
        byte[] aside = "wc:audit:set-aside".getBytes(StandardCharsets.US_ASCII);
        assertEquals(1, answer(link.commands().xlen(aside)));
    }
}
