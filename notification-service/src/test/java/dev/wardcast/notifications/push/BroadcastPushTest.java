package dev.wardcast.notifications.push;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.Browser;
import dev.wardcast.testsupport.PushService;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices to many, and whom of them their browsers are told. */
class BroadcastPushTest {

    private static final String SECRET = "the pharmacy closes at noon";

    private final String database = TestServers.freshDatabaseUrl();
    private final Browser browser = new Browser();
    private PushService pushService;
    private ServiceUnderTest service;

    @BeforeEach
    void start() throws Exception {
        pushService = new PushService();
        service =
                new ServiceUnderTest(
                        Map.of(
                                "wardcast.database-url", database,
                                "wardcast.notifications.push.local-endpoints", true,
                                "wardcast.notifications.push.hosts", "localhost",
                                "wardcast.notifications.push.grace", "0s",
                                "wardcast.notifications.push.poll", "50ms"));
    }

    @AfterEach
    void stop() {
        service.close();
        pushService.close();
    }

    private void subscribe(Person who, String path) {
        Answer kept =
                service.post(
                        who,
                        "/api/push/subscriptions",
                        browser.subscription(pushService.origin() + path));
        assertEquals(201, kept.status(), () -> kept.body().toString());
    }

    private void send(String whom) {
        Answer sent =
                service.post(
                        service.world().with("ADMIN"),
                        "/api/notifications/system",
                        "{\"content\":\"%s\",%s}".formatted(SECRET, whom));
        assertEquals(201, sent.status(), () -> sent.body().toString());
    }

    private Set<String> told() {
        return pushService.received().stream()
                .map(PushService.Received::path)
                .collect(Collectors.toSet());
    }

    private long count(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*) from notifications." + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void awaitDone() {
        await().until(() -> count("push_broadcasts") == 0 && count("push_queue") == 0);
    }

    @Test
    void those_of_a_hospital_are_told_that_there_is_something_and_nobody_else() throws Exception {
        String hospital = service.world().hospital();
        Person here = service.world().staff(hospital, "NURSE");
        Person elsewhere = service.world().staff(service.world().hospital(), "NURSE");
        subscribe(here, "/here");
        subscribe(here, "/here-too");
        subscribe(elsewhere, "/elsewhere");
        send("\"hospital_id\":\"" + hospital + "\"");
        awaitDone();
        assertEquals(Set.of("/here", "/here-too"), told());
        String text = browser.decrypt(pushService.received().getFirst().body());
        assertEquals(
                "{\"type\":\"notice\",\"title\":\"Wardcast\",\"body\":\"You have a new notification.\"}",
                text);
        assertFalse(text.contains(SECRET));
    }

    @Test
    void more_than_one_lot_is_told_each_once() throws Exception {
        for (String role : new String[] {"DOCTOR", "NURSE"}) {
            subscribe(service.world().with(role), "/" + role);
        }
        // Users who are gone stand between them, in more than two lots.
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into notifications.push_subscriptions (id, user_id, digest, target)"
                            + " select 's' || n, 'gone-' || n, 'd' || n, 'v1.none.x'"
                            + " from generate_series(1, 1200) n");
        }
        send("\"everyone\":true");
        awaitDone();
        assertEquals(Set.of("/DOCTOR", "/NURSE"), told());
        assertEquals(2, pushService.received().size());
    }

    @Test
    void what_has_expired_before_its_turn_is_told_nobody() throws Exception {
        subscribe(service.world().with("NURSE"), "/nurse");
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    with n as (insert into notifications.notifications
                        (id, room, type, content, sent_by, expires_at) values
                        ('late', 'audience:all', 'system_notification', 'x', 'y', now() - interval '1 s')
                        returning id)
                    select 1 from n
                    """);
            statement.execute(
                    "insert into notifications.push_broadcasts (notification_id, room)"
                            + " values ('late', 'audience:all')");
        }
        awaitDone();
        assertEquals(Set.of(), told());
    }
}
