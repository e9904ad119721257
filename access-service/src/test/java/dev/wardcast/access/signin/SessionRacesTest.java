package dev.wardcast.access.signin;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.people.UserRow;
import dev.wardcast.access.people.Users;
import dev.wardcast.kit.audit.Actor;
import io.micronaut.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What ends sessions ends those too that begin or go on in the same moment. */
@SuppressWarnings("rawtypes")
class SessionRacesTest {

    private static final Executor ASIDE = Thread::startVirtualThread;

    private final AccessServer server = AccessServer.shared();
    private final String id = Ids.next();
    private final String access = server.tokenOfNew(id, "NURSE");

    /** Lets both wait for the user's row, the first one first, and then go. */
    private <A, B> void oneBehindTheOther(Supplier<A> first, Supplier<B> second) throws Exception {
        CompletableFuture<A> one;
        CompletableFuture<B> two;
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1 FROM access.users WHERE id = '" + id + "' FOR UPDATE");
            one = CompletableFuture.supplyAsync(first, ASIDE);
            awaitWaiting(statement, 1);
            two = CompletableFuture.supplyAsync(second, ASIDE);
            awaitWaiting(statement, 2);
            connection.commit();
        }
        one.join();
        two.join();
    }

    private static void awaitWaiting(Statement statement, int expected) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(TOLD)
                .until(() -> waiting(statement) >= expected);
    }

    /** Directly or behind another one who waits. */
    private static int waiting(Statement statement) throws SQLException {
        try (var rows =
                statement.executeQuery(
                        """
                        WITH RECURSIVE behind(pid) AS (
                            SELECT pg_backend_pid()
                            UNION
                            SELECT l.pid FROM pg_locks l JOIN behind b
                                ON NOT l.granted AND b.pid = ANY (pg_blocking_pids(l.pid)))
                        SELECT count(*) - 1 FROM behind
                        """)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Map login() {
        return server.login(id, AccessServer.PASSWORD).body();
    }

    private HttpResponse<Map> refresh(Object token) {
        return server.post("/api/v1/auth/refresh", null, Map.of("refresh_token", token));
    }

    private HttpResponse<Map> logout(Map<String, Object> body) {
        return server.post("/api/v1/auth/logout", null, body);
    }

    private String openTokens() {
        return server.text(
                "SELECT count(*) FROM refresh_tokens WHERE user_id = '"
                        + id
                        + "' AND revoked_at IS NULL");
    }

    @Test
    void a_logout_ends_the_session_that_is_being_refreshed() throws Exception {
        for (boolean everywhere : new boolean[] {false, true}) {
            server.post("/api/v1/auth/logout", access, Map.of("everywhere", true));
            Object token = login().get("refresh_token");
            Map<String, Object> bye = Map.of("refresh_token", token, "everywhere", everywhere);
            oneBehindTheOther(() -> refresh(token), () -> logout(bye));
            assertEquals("0", openTokens());
        }
    }

    @Test
    void a_refresh_behind_a_logout_is_refused() throws Exception {
        for (boolean everywhere : new boolean[] {false, true}) {
            Object token = login().get("refresh_token");
            Map<String, Object> bye = Map.of("refresh_token", token, "everywhere", everywhere);
            oneBehindTheOther(() -> logout(bye), () -> assert401(refresh(token)));
        }
        assertEquals("0", openTokens());
    }

    private static int assert401(HttpResponse<Map> answer) {
        assertEquals(401, answer.code());
        return answer.code();
    }

    @Test
    void a_sign_in_that_checked_the_password_before_it_was_changed_begins_nothing() {
        UserRow checked = checked();
        String admin = server.tokenOf("admin");
        Map<String, String> other = Map.of("password", "quite another one");
        assertEquals(204, server.put("/api/v1/users/" + id + "/password", admin, other).code());
        assertTrue(begin(checked).isEmpty());
        assertEquals("0", openTokens());
    }

    @Test
    void a_sign_in_that_checked_the_status_before_a_suspension_begins_nothing() {
        UserRow checked = checked();
        String admin = server.tokenOf("admin");
        server.patch("/api/v1/users/" + id, admin, Map.of("status", "SUSPENDED"));
        assertTrue(begin(checked).isEmpty());
        assertEquals("0", openTokens());
    }

    @Test
    void a_session_that_begins_beside_a_change_of_the_password_ends_with_it() throws Exception {
        UserRow checked = checked();
        String admin = server.tokenOf("admin");
        Map<String, String> other = Map.of("password", "quite another one");
        oneBehindTheOther(
                () -> begin(checked),
                () -> server.put("/api/v1/users/" + id + "/password", admin, other));
        assertEquals("0", openTokens());
    }

    @Test
    void a_refresh_beside_a_suspension_leaves_no_session() throws Exception {
        Object token = login().get("refresh_token");
        String admin = server.tokenOf("admin");
        Map<String, String> suspended = Map.of("status", "SUSPENDED");
        oneBehindTheOther(
                () -> refresh(token), () -> server.patch("/api/v1/users/" + id, admin, suspended));
        assertEquals("0", openTokens());
    }

    @Test
    void the_refresh_token_alone_ends_all_sessions_of_its_user() {
        Object one = login().get("refresh_token");
        Object two = login().get("refresh_token");
        Map<String, Object> everywhere = Map.of("refresh_token", one, "everywhere", true);
        assertEquals(204, logout(everywhere).code());
        assertEquals("0", openTokens());
        assert401(refresh(two));
        assert401(logout(everywhere));
        assert401(logout(Map.of("everywhere", true)));
    }

    private UserRow checked() {
        return server.bean(Users.class).find(id).orElseThrow();
    }

    private Optional<Session> begin(UserRow checked) {
        return server.bean(Sessions.class).begin(checked, Actor.unknown(null, "test"));
    }
}
