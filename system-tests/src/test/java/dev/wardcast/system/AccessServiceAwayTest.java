package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.TestServers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A gateway decides by itself, so that it does not need access-service while somebody looks. */
class AccessServiceAwayTest {

    private static final String STREAM = "/api/v1/caregivers/alerts/stream";
    private static final String GRANT = "/api/v1/caregivers/caregiver1/patients/patient-1";

    @Test
    void streams_go_on_and_begin_while_access_service_is_dead_and_obey_it_when_it_is_back()
            throws Exception {
        int accessPort = Processes.freePort();
        int gatewayPort = Processes.freePort();
        String access = "http://localhost:" + accessPort;
        String database = TestServers.freshDatabaseUrl();
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start();
                Processes.Running first =
                        Processes.accessService(
                                        accessPort, redis.url(), database, "-Dwardcast.demo=true")
                                .awaitReady();
                Processes.Running gateway =
                        Processes.gateway(
                                        gatewayPort,
                                        redis.url(),
                                        "-Dwardcast.jwks-url=" + access + "/.well-known/jwks.json",
                                        "-Dwardcast.gateway.test-publish=true")
                                .awaitReady()) {
            Person admin = Person.signIn(access, "admin");
            Person caregiver = Person.signIn(access, "caregiver1");
            Person other = Person.signIn(access, "caregiver2");
            Person there = admin.at("http://localhost:" + gatewayPort);
            try (SseClient open = caregiver.at(there.url()).follow(STREAM, "")) {
                open.awaitLastEventId(SOON);
                awaitAlert(there, open);
                first.kill();

                awaitAlert(there, open);
                try (SseClient late = caregiver.at(there.url()).follow(STREAM, "");
                        SseClient nobodys = other.at(there.url()).follow(STREAM, "")) {
                    late.awaitLastEventId(SOON);
                    nobodys.awaitLastEventId(SOON);
                    awaitAlert(there, late);
                    assertEquals(0, nobodys.events().size());
                }

                try (Processes.Running _ =
                        Processes.accessService(
                                        accessPort, redis.url(), database, "-Dwardcast.demo=true")
                                .awaitReady()) {
                    assertEquals(204, admin.request("DELETE", GRANT).statusCode());
                    try (SseClient witness =
                            there.follow("/api/v1/alerts/stream?role=admin&patient_id=*", "")) {
                        witness.awaitLastEventId(SOON);
                        await().until(() -> !isTold(there, open, witness));
                        for (int more = 0; more < 5; more++) {
                            assertFalse(isTold(there, open, witness));
                        }
                    }
                    assertFalse(open.isClosed(), "a caregiver without patients waits for some");
                }
            }
        }
    }

    private static void awaitAlert(Person admin, SseClient stream) throws Exception {
        String id = raise(admin);
        stream.awaitEvent(event -> event.data().contains(id), SOON);
    }

    /** Whether the stream has got an alert by the time that the witness has it. */
    private static boolean isTold(Person admin, SseClient stream, SseClient witness)
            throws Exception {
        String id = raise(admin);
        witness.awaitEvent(event -> event.data().contains(id), SOON);
        return stream.events().stream().anyMatch(event -> event.data().contains(id));
    }

    private static String raise(Person admin) throws Exception {
        String id = UUID.randomUUID().toString();
        String alert =
                "{\"event_type\":\"patient.alert\",\"patient_id\":\"patient-1\",\"alert_id\":\""
                        + id
                        + "\",\"tier\":\"INFO\"}";
        assertEquals(202, admin.post("/realtime/test/publish", alert).statusCode());
        return id;
    }
}
