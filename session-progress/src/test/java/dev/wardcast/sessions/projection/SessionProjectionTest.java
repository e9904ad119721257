package dev.wardcast.sessions.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.ProjectionKeys;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.sessions.progress.Session;
import dev.wardcast.sessions.progress.Sessions;
import dev.wardcast.testsupport.AccessWorld.Person;
import io.lettuce.core.KillArgs;
import io.micronaut.transaction.TransactionOperations;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a Redis of its own, because these tests empty it, stop it and lie to it. */
class SessionProjectionTest {

    @TempDir Path audio;
    private final EmbeddedRedis redis = EmbeddedRedis.builder().start();
    private SessionsNode node;
    private String patient;
    private Person therapist;

    @BeforeEach
    void start() {
        node = new SessionsNode(audio, redis.url());
        patient = node.world().patient();
        therapist = node.world().therapistOf(patient);
    }

    @AfterEach
    void stop() {
        node.close();
        redis.close();
    }

    private Decision mayFollow(Person person, String session) {
        Caller caller =
                new Caller(
                        person.id(), person.id(), EnumSet.allOf(Role.class), "token", Instant.MAX);
        return node.service()
                .bean(AccessDecisions.class)
                .mayFollow(caller, new Room.Session(session))
                .toCompletableFuture()
                .join();
    }

    private RedisLink link() {
        return node.service().bean(RedisLink.class);
    }

    private void forget(String... keys) {
        byte[][] names = new byte[keys.length][];
        for (int i = 0; i < keys.length; i++) {
            names[i] = keys[i].getBytes(UTF_8);
        }
        long gone = link().commands().del(names).toCompletableFuture().join();
        assertEquals(keys.length, gone);
    }

    private boolean isReady() {
        return node.service().get(null, "/health/readiness").status() == 200;
    }

    @Test
    void a_session_can_be_followed_as_soon_as_its_upload_is_answered() {
        await().until(this::isReady);
        for (int i = 0; i < 20; i++) {
            assertEquals(Decision.ALLOWED, mayFollow(therapist, node.session(patient)));
        }
        await().until(() -> node.service().bean(OwnedTable.class).noted(1).isEmpty());
    }

    @Test
    void who_may_see_a_session_may_follow_it_and_others_hear_the_same_refusal() {
        await().until(this::isReady);
        String session = node.session(patient);
        String none = UUID.randomUUID().toString();
        String other = node.world().patient();
        for (Person person :
                List.of(
                        therapist,
                        node.world().patientThemself(patient),
                        node.world().with("ADMIN"),
                        node.world().patientThemself(other),
                        node.world().therapistOf(other),
                        node.world().patientAndCaregiver(other, patient),
                        node.world().caregiverOf(patient),
                        node.world().with("DOCTOR", "NURSE", "DISPATCHER"),
                        node.world().with("PIPELINE"))) {
            for (String id : List.of(session, none)) {
                assertEquals(seeing(person, id), following(person, id));
            }
        }
        assertEquals("404 unknown_session There is no such session.", following(therapist, none));
    }

    private String seeing(Person person, String session) {
        var answer = node.service().get(person, SessionsNode.SESSIONS + "/" + session);
        return answer.status() == 200
                ? "allowed"
                : answer.status() + " " + answer.text("code") + " " + answer.text("detail");
    }

    private String following(Person person, String session) {
        return AccessRefusals.refusal(mayFollow(person, session))
                .map(r -> r.status().getCode() + " " + r.code() + " " + r.getMessage())
                .orElse("allowed");
    }

    @Test
    void when_redis_forgot_the_sessions_nobody_hears_that_there_are_none() {
        await().until(this::isReady);
        String session = node.session(patient);
        forget(ProjectionKeys.SESSIONS_READY, ProjectionKeys.session(session));
        assertInstanceOf(Decision.Undecided.class, mayFollow(therapist, session));
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    Decision decision = mayFollow(therapist, session);
                    assertTrue(
                            decision.allowed() || decision instanceof Decision.Undecided,
                            decision.toString());
                    return decision.allowed();
                });
    }

    @Test
    void a_redis_that_went_back_in_time_learns_again_what_it_lost() {
        await().until(this::isReady);
        String session = node.session(patient);
        forget(ProjectionKeys.session(session));
        // Whatever made it forget also broke the connections to it.
        var commands = link().commands();
        long own = commands.clientId().toCompletableFuture().join();
        commands.clientKill(KillArgs.Builder.id(own).skipme(false));
        await().until(() -> mayFollow(therapist, session).allowed());
    }

    @Test
    void a_session_that_is_made_while_redis_is_away_can_be_followed_when_it_is_back() {
        await().until(this::isReady);
        redis.stop();
        String id = TimeOrderedIds.next();
        Session made =
                node.service().bean(Sessions.class).create(id, patient, Actor.service("test"), 1);
        assertEquals(id, made.sessionId());
        await().until(() -> !isReady());
        redis.start();
        await().until(() -> exists(ProjectionKeys.session(id)));
        await().until(() -> exists(ProjectionKeys.SESSIONS_READY) && isReady());
    }

    private boolean exists(String key) {
        return link().commands()
                        .exists(key.getBytes(UTF_8))
                        .toCompletableFuture()
                        .exceptionally(away -> 0L)
                        .join()
                > 0;
    }

    @Test
    void what_a_process_left_that_died_after_its_commit_the_next_look_finds() {
        await().until(this::isReady);
        String id = TimeOrderedIds.next();
        @SuppressWarnings("unchecked")
        TransactionOperations<Connection> transactions =
                node.service().bean(TransactionOperations.class);
        transactions.executeWrite(status -> {
            try (var statement = status.getConnection().createStatement()) {
                return statement.execute(
                        """
                        insert into sessions values ('%1$s', '%2$s', 'somebody', 1, 'uploaded', 0, 'x',
                            null, now(), now());
                        insert into unprojected values ('%1$s')
                        """
                                .formatted(id, patient));
            }
        });
        await().until(() -> mayFollow(therapist, id).allowed());
    }
}
