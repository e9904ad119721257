package dev.wardcast.notifications.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.Browser;
import dev.wardcast.testsupport.PushService;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushTest {

    private static final String SUBSCRIPTIONS = "/api/push/subscriptions";

    private final String database = TestServers.freshDatabaseUrl();
    private final Browser browser = new Browser();
    private PushService pushService;
    private ServiceUnderTest service;
    private Person user;

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
                                "wardcast.notifications.push.poll", "50ms",
                                "wardcast.notifications.push.retry", "100ms",
                                "wardcast.notifications.push.attempts", 3));
        user = service.world().with("NURSE");
    }

    @AfterEach
    void stop() {
        service.close();
        pushService.close();
    }

    private String subscribe(Person who, String path) {
        Answer kept =
                service.post(who, SUBSCRIPTIONS, browser.subscription(pushService.origin() + path));
        assertEquals(201, kept.status(), () -> kept.body().toString());
        return kept.text("id");
    }

    private void tell(PushKind kind) {
        try (Connection tx = DriverManager.getConnection(database)) {
            tx.setSchema("notifications");
            tx.setAutoCommit(false);
            service.bean(PushQueue.class).tell(tx, List.of(user.id()), kind);
            tx.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long count(String table) {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*) from notifications." + table)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private double counted(PushKind kind, String result) {
        return service.bean(MeterRegistry.class)
                .counter("wardcast.push", "kind", kind.name(), "result", result)
                .count();
    }

    private void await1(PushKind kind, String result) {
        await().until(() -> counted(kind, result) == 1);
    }

    @Test
    void a_browser_can_read_what_it_is_told_and_nothing_clinical_is_in_it() throws Exception {
        subscribe(user, "/browser-1");
        tell(PushKind.ALERT);
        await().until(() -> pushService.received().size() == 1);
        PushService.Received received = pushService.received().getFirst();
        assertEquals("/browser-1", received.path());
        assertEquals(
                "{\"type\":\"alert\",\"title\":\"Wardcast\",\"body\":\"An alert needs your attention.\"}",
                browser.decrypt(received.body()));
        assertEquals("aes128gcm", received.headers().getFirst("Content-Encoding"));
        assertEquals("high", received.headers().getFirst("Urgency"));
        assertEquals("86400", received.headers().getFirst("TTL"));
        assertSignedByUs(received.headers().getFirst("Authorization"));
        await1(PushKind.ALERT, "sent");
        assertEquals(0, count("push_queue"));
    }

    /** RFC 8292: the push service knows us by the key that browsers subscribed with. */
    private void assertSignedByUs(String authorization) throws Exception {
        assertTrue(authorization.startsWith("vapid "), authorization);
        String token = authorization.replaceFirst(".*t=([^,\\s]+).*", "$1");
        String key = authorization.replaceFirst(".*k=([^,\\s]+).*", "$1");
        assertEquals(service.get(user, "/api/push/key").text("public_key"), key);
        byte[] point = Base64.getUrlDecoder().decode(key);
        ECKey publicKey =
                new ECKey.Builder(
                                Curve.P_256,
                                Base64URL.encode(Arrays.copyOfRange(point, 1, 33)),
                                Base64URL.encode(Arrays.copyOfRange(point, 33, 65)))
                        .build();
        SignedJWT jwt = SignedJWT.parse(token);
        assertTrue(jwt.verify(new ECDSAVerifier(publicKey)));
        assertEquals(List.of(pushService.origin()), jwt.getJWTClaimsSet().getAudience());
        Duration life =
                Duration.between(
                        java.time.Instant.now(),
                        jwt.getJWTClaimsSet().getExpirationTime().toInstant());
        assertTrue(life.isPositive() && life.compareTo(Duration.ofHours(24)) <= 0, life::toString);
    }

    @Test
    void whoever_has_a_stream_open_is_not_told_a_second_time() {
        subscribe(user, "/browser");
        String node = "node-" + UUID.randomUUID();
        var redis = service.bean(RedisLink.class).commands();
        redis.zadd("wc:gateway:nodes".getBytes(UTF_8), 9e15, node.getBytes(UTF_8))
                .toCompletableFuture()
                .join();
        redis.set(("wc:gateway:{" + node + "}:node").getBytes(UTF_8), "{}".getBytes(UTF_8))
                .toCompletableFuture()
                .join();
        byte[] users = ("wc:gateway:{" + node + "}:users").getBytes(UTF_8);
        redis.hset(users, user.id().getBytes(UTF_8), "1".getBytes(UTF_8))
                .toCompletableFuture()
                .join();
        try {
            tell(PushKind.MESSAGE);
            await1(PushKind.MESSAGE, "unneeded");
            redis.hdel(users, user.id().getBytes(UTF_8)).toCompletableFuture().join();
            tell(PushKind.MESSAGE);
            await1(PushKind.MESSAGE, "sent");
            assertEquals(1, pushService.received().size());
        } finally {
            redis.zrem("wc:gateway:nodes".getBytes(UTF_8), node.getBytes(UTF_8))
                    .toCompletableFuture()
                    .join();
            redis.del(users, ("wc:gateway:{" + node + "}:node").getBytes(UTF_8))
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void a_subscription_that_is_gone_is_forgotten() {
        subscribe(user, "/gone");
        pushService.answerNext(410);
        tell(PushKind.MESSAGE);
        await1(PushKind.MESSAGE, "expired");
        assertEquals(0, count("push_subscriptions"));
        assertEquals(0, count("push_queue"));
    }

    @Test
    void a_push_service_in_trouble_is_asked_again_and_at_last_given_up() {
        subscribe(user, "/browser");
        pushService.answerNext(503, 429);
        tell(PushKind.MESSAGE);
        await1(PushKind.MESSAGE, "sent");
        assertEquals(3, pushService.received().size());
        pushService.answerNext(500, 500, 500);
        tell(PushKind.NOTICE);
        await1(PushKind.NOTICE, "given_up");
        assertEquals(6, pushService.received().size());
        assertEquals(0, count("push_queue"));
        pushService.answerNext(403);
        tell(PushKind.REMINDER);
        await1(PushKind.REMINDER, "refused");
        assertEquals(1, count("push_subscriptions"));
    }

    @Test
    void without_a_subscription_only_an_alert_finds_another_way() {
        tell(PushKind.MESSAGE);
        assertEquals(0, count("push_queue"));
        tell(PushKind.ALERT);
        await1(PushKind.ALERT, "messaged");
        assertEquals(0, count("push_queue"));
    }

    @Test
    void a_browser_is_the_last_ones_who_signed_in_there_and_nobody_elses_to_remove() {
        String first = subscribe(user, "/shared");
        Person other = service.world().with("DOCTOR");
        String second = subscribe(other, "/shared");
        assertEquals(1, count("push_subscriptions"));
        assertEquals(404, service.send(user, "DELETE", SUBSCRIPTIONS + "/" + first, "").status());
        assertEquals(404, service.send(user, "DELETE", SUBSCRIPTIONS + "/" + second, "").status());
        assertEquals(204, service.send(other, "DELETE", SUBSCRIPTIONS + "/" + second, "").status());
        for (int i = 0; i < 12; i++) {
            subscribe(user, "/browser-" + i);
        }
        assertEquals(10, count("push_subscriptions"));
    }

    @Test
    void what_is_no_subscription_is_refused_by_its_field() {
        String good = browser.subscription(pushService.origin() + "/b");
        for (String endpoint :
                List.of(
                        "ftp://localhost/b",
                        "http://169.254.169.254/b",
                        "http://u@localhost/b",
                        "x")) {
            Answer refused =
                    service.post(
                            user,
                            SUBSCRIPTIONS,
                            good.replace(pushService.origin() + "/b", endpoint));
            assertEquals(422, refused.status(), endpoint);
            assertTrue(refused.text("detail").startsWith("endpoint: "), refused.text("detail"));
        }
        Answer keys =
                service.post(
                        user,
                        SUBSCRIPTIONS,
                        "{\"endpoint\":\"%s/b\",\"keys\":{\"p256dh\":\"%s\",\"auth\":\"AAAA\"}}"
                                .formatted(pushService.origin(), "B" + "A".repeat(86)));
        assertEquals(422, keys.status());
        assertTrue(keys.text("detail").startsWith("keys.p256dh: "), keys.text("detail"));
        assertTrue(keys.text("detail").contains("keys.auth: "));
        assertEquals(401, service.get(null, "/api/push/key").status());
        assertEquals(403, service.get(service.world().with("DEVICE"), "/api/push/key").status());
    }

    @Test
    void the_database_shows_neither_the_address_nor_the_private_key() throws Exception {
        subscribe(user, "/secret-address");
        String publicKey = service.get(user, "/api/push/key").text("public_key");
        assertEquals(publicKey, service.get(user, "/api/push/key").text("public_key"));
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select s.target, k.private_key from notifications.push_subscriptions s,"
                                        + " notifications.push_keys k")) {
            row.next();
            assertTrue(row.getString(1).startsWith("v1.test."));
            assertFalse(row.getString(1).contains("secret-address"));
            assertTrue(row.getString(2).startsWith("v1.test."));
        }
    }
}
