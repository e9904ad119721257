package dev.wardcast.access.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.people.Ids;
import dev.wardcast.testsupport.TestServers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a database of its own, because these tests take its admins away. */
class LastAdminTest {

    private final AccessServer server =
            AccessServer.start(TestServers.redisUrl(), TestServers.freshDatabaseUrl());
    private final String admin = server.tokenOf("admin");

    @AfterEach
    void stop() {
        server.close();
    }

    private int change(String token, String user, Map<String, ?> changes) {
        return server.patch("/api/v1/users/" + user, token, changes).code();
    }

    @Test
    void the_last_active_admin_can_be_neither_suspended_nor_demoted() {
        assertEquals(409, change(admin, "admin", Map.of("status", "SUSPENDED")));
        assertEquals(409, change(admin, "admin", Map.of("roles", List.of("NURSE"))));
        assertEquals(200, change(admin, "admin", Map.of("roles", List.of("ADMIN", "NURSE"))));
    }

    @Test
    void of_two_admins_who_suspend_each_other_at_once_one_stays() throws Exception {
        for (int round = 0; round < 10; round++) {
            String other = Ids.next();
            String otherToken = server.tokenOfNew(other, "ADMIN");
            Callable<Integer> one = () -> change(admin, other, Map.of("status", "SUSPENDED"));
            Callable<Integer> two =
                    () -> change(otherToken, "admin", Map.of("roles", List.of("NURSE")));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Integer> answers =
                        threads.invokeAll(List.of(one, two)).stream()
                                .map(LastAdminTest::join)
                                .toList();
                // The loser is told 409, or not even let in: it was suspended before it asked.
                assertEquals(1, answers.stream().filter(code -> code == 200).count());
            }
            server.execute(
                    "INSERT INTO access.user_roles VALUES ('admin', 'ADMIN') ON CONFLICT DO NOTHING");
            Awaitility.await().until(() -> server.get("/api/v1/users/admin", admin).code() == 200);
            change(admin, other, Map.of("status", "SUSPENDED"));
        }
    }

    private static int join(Future<Integer> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
