package dev.wardcast.notifications.inbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RedisMonitor;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What notices say is readable to nobody but those whom they are for. */
class NoticeSecrecyTest {

    private static final String LIST = "/api/notifications";
    private static final String FORMER_KEY = "former:" + "F".repeat(42) + "E=";

    private final String database = TestServers.freshDatabaseUrl();

    private ServiceUnderTest service(String keys) {
        return new ServiceUnderTest(
                Map.of(
                        "wardcast.database-url",
                        database,
                        "wardcast.vault.keys",
                        keys,
                        // So that what was published can be looked at.
                        "wardcast.outbox.notifications.retention",
                        "7d",
                        "wardcast.vault.reseal",
                        "200ms"));
    }

    private static void send(ServiceUnderTest service, String whom, String content) {
        Answer sent =
                service.post(
                        service.world().with("ADMIN"),
                        LIST + "/system",
                        "{\"content\":\"%s\",%s}".formatted(content, whom));
        assertEquals(201, sent.status(), () -> sent.body().toString());
    }

    private static String only(ServiceUnderTest service, Person user) {
        Answer page = service.get(user, LIST);
        assertEquals(1, page.body().get("notifications").size());
        return page.body().get("notifications").get(0).get("content").getStringValue();
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = notifications");
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = notifications");
            statement.execute(sql);
        }
    }

    @Test
    void neither_postgresql_nor_redis_show_what_one_or_many_are_told() throws Exception {
        String secret = "secret-" + UUID.randomUUID();
        try (RedisMonitor monitor = new RedisMonitor(TestServers.redisUrl());
                ServiceUnderTest service = service(ServiceUnderTest.VAULT_KEY)) {
            Person user = service.world().with("NURSE");
            String room = "user:" + user.id();
            send(service, "\"user_id\":\"" + user.id() + "\"", secret);
            String hospital = service.world().hospital();
            send(service, "\"hospital_id\":\"" + hospital + "\"", secret);
            for (String told : List.of(room, "audience:hospital:" + hospital)) {
                await().until(() -> service.world().published(told).size() == 1);
            }
            assertEquals(secret, only(service, user));
            await().until(() -> monitor.sawAny(room));
            assertTrue(monitor.sawAny("sealed"));
            assertFalse(monitor.sawAny(secret));
            for (String table : List.of("notifications", "outbox")) {
                String rows = text("select string_agg(t::text, ' ') from %s t".formatted(table));
                assertTrue(rows.contains("v1.test."), rows);
                assertFalse(rows.contains(secret), table);
            }
        }
    }

    @Test
    void what_was_written_in_clear_is_shown_and_sealed_when_the_service_finds_the_time()
            throws Exception {
        // Longer than an index takes, and with dots where a sealed text has its key.
        String clear = "v0.test." + "long and clear. ".repeat(200);
        try (ServiceUnderTest service = service(ServiceUnderTest.VAULT_KEY)) {
            Person user = service.world().with("NURSE");
            run(
                    "insert into notifications (id, room, type, content, sent_by) values"
                            + " ('old-1', 'user:%s', 'system_notification', '%s', 'somebody')"
                                    .formatted(user.id(), clear));
            assertEquals(clear, only(service, user));
            await().until(() -> text("select content from notifications").startsWith("v1.test."));
            assertEquals(clear, only(service, user));
        }
    }

    @Test
    void after_a_change_of_keys_a_running_service_seals_its_rows_with_the_new_one()
            throws Exception {
        Person user;
        String content = "said before " + UUID.randomUUID();
        try (ServiceUnderTest before = service(FORMER_KEY)) {
            user = before.world().with("NURSE");
            send(before, "\"user_id\":\"" + user.id() + "\"", content);
            assertTrue(text("select content from notifications").startsWith("v1.former."));
        }
        try (ServiceUnderTest after = service(ServiceUnderTest.VAULT_KEY + "," + FORMER_KEY)) {
            await().until(() -> text("select content from notifications").startsWith("v1.test."));
            Person reader = after.world().with("NURSE");
            run("update notifications set room = 'user:" + reader.id() + "'");
            assertEquals(content, only(after, reader));
        }
    }
}
