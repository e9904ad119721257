package dev.wardcast.access.projection;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.access.AccessServer;
import dev.wardcast.embedded.EmbeddedRedisCluster;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.Role;
import dev.wardcast.testsupport.TestServers;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProjectionInClusterTest {

    @Test
    void documents_on_three_masters_are_written_read_announced_and_restored() {
        try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(3);
                AccessServer server =
                        AccessServer.start(cluster.uri(), TestServers.freshDatabaseUrl())) {
            awaitSight(server, "caregiver1", "patient-2", true);
            ProjectionRedis redis = server.bean(ProjectionRedis.class);
            // 10 users, 8 patients and their list, the hospital, 8 devices, 8 keys, the people of
            // the
            // hospital, of two patients and the admins, the mark.
            assertEquals(41, new HashSet<>(redis.keys()).size());

            String path = "/api/v1/caregivers/caregiver1/patients/patient-2";
            assertEquals(204, server.delete(path, server.tokenOf("admin")).code());
            awaitSight(server, "caregiver1", "patient-2", false);
            assertEquals(204, server.put(path, server.tokenOf("admin"), Map.of()).code());
            awaitSight(server, "caregiver1", "patient-2", true);

            server.bean(RedisLink.class).commands().flushall().toCompletableFuture().join();
            Awaitility.await().atMost(TOLD).until(() -> new HashSet<>(redis.keys()).size() == 41);
            awaitSight(server, "doctor1", "patient-8", true);
        }
    }

    private static void awaitSight(
            AccessServer server, String user, String patient, boolean expected) {
        Caller caller = new Caller(user, user, EnumSet.allOf(Role.class), "t", Instant.MAX);
        Awaitility.await()
                .atMost(TOLD)
                .until(() ->
                        server.bean(AccessDecisions.class)
                                        .maySee(caller, patient, PatientScope.ALERTS)
                                        .toCompletableFuture()
                                        .join()
                                        .allowed()
                                == expected);
    }
}
