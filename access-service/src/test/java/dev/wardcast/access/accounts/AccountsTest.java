package dev.wardcast.access.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.Decided;
import dev.wardcast.access.people.Ids;
import io.micronaut.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"rawtypes", "unchecked"})
class AccountsTest {

    private static final String USERS = "/api/v1/users";

    private final AccessServer server = AccessServer.shared();
    private final String admin = server.tokenOf("admin");
    private final String id = Ids.next();

    private HttpResponse<Map> create(Map<String, ?> changes) {
        Map<String, Object> user = new HashMap<>();
        user.put("user_id", id);
        user.put("username", "u-" + id);
        user.put("password", AccessServer.PASSWORD);
        user.put("roles", List.of("NURSE"));
        user.putAll(changes);
        return server.post(USERS, admin, user);
    }

    private String refreshToken(String username) {
        return (String) server.login(username, AccessServer.PASSWORD).body().get("refresh_token");
    }

    private int refresh(String token) {
        return server.post("/api/v1/auth/refresh", null, Map.of("refresh_token", token)).code();
    }

    @Test
    void a_new_user_counts_with_the_answer_and_can_sign_in() {
        HttpResponse<Map> made =
                create(Map.of("roles", List.of("PATIENT", "NURSE"), "patient_id", "patient-2"));

        assertEquals(201, made.code());
        assertEquals(List.of("NURSE", "PATIENT"), made.body().get("roles"));
        assertEquals("ACTIVE", made.body().get("status"));
        assertFalse(made.body().toString().toLowerCase().contains("password"));
        new Decided(server, id).seesOnceTold("patient-2", true);
        assertEquals(200, server.login("u-" + id, AccessServer.PASSWORD).code());
        assertEquals(made.body(), server.get(USERS + "/" + id, admin).body());
        assertEquals(409, create(Map.of()).code());
        assertEquals(409, create(Map.of("user_id", Ids.next(), "username", "U-" + id)).code());
    }

    @Test
    void what_is_wrong_is_named_with_what_was_expected() {
        assertNamed("username", create(Map.of("username", "a b")));
        assertNamed("roles", create(Map.of("roles", List.of())));
        assertNamed("roles", create(Map.of("roles", List.of("DEVICE"))));
        assertNamed("patient_id", create(Map.of("roles", List.of("PATIENT"))));
        assertNamed("patient_id", create(Map.of("patient_id", "patient-1")));
        assertNamed(
                "patient_id",
                create(Map.of("roles", List.of("PATIENT"), "patient_id", "nobody-99")));
        assertNamed("password", create(Map.of("password", "")));
        assertNamed("password", create(Map.of("password", "x".repeat(129))));
        assertNamed("password", create(Map.of("password", "U-" + id)));
        assertNamed("user_id", create(Map.of("user_id", "me")));
        assertEquals(400, create(Map.of("user_id", "a b")).code());
        assertEquals(404, server.get(USERS + "/" + id, admin).code());
        assertEquals(400, server.get(USERS + "/a%20b", admin).code());
    }

    private static void assertNamed(String field, HttpResponse<Map> refusal) {
        assertEquals(422, refusal.code());
        assertTrue(refusal.body().get("errors").toString().contains(field), field);
        assertTrue(refusal.body().get("detail").toString().contains("expected"), field);
    }

    @Test
    void the_list_leads_through_all_users_in_their_order_and_once() {
        for (int number = 0; number < 7; number++) {
            create(Map.of("user_id", Ids.next(), "username", id + "." + number));
        }
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            String path = USERS + "?role=NURSE&status=ACTIVE&limit=3&q=" + id + cursor;
            Map page = server.get(path, admin).body();
            for (Map user : (List<Map>) page.get("items")) {
                names.add((String) user.get("username"));
            }
            cursor = page.get("next_cursor") == null ? "" : "&cursor=" + page.get("next_cursor");
        } while (!cursor.isEmpty());

        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6).stream().map(n -> id + "." + n).toList(), names);
        Map none = server.get(USERS + "?role=DOCTOR&q=" + id, admin).body();
        assertEquals(List.of(), none.get("items"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=501",
                "limit=x",
                "cursor=%21",
                "cursor=AA",
                "role=KING",
                "status=X"
            })
    void a_question_that_makes_no_sense_is_refused(String query) {
        assertEquals(400, server.get(USERS + "?" + query, admin).code());
    }

    @Test
    void a_user_whose_name_would_not_be_taken_today_can_be_changed_in_everything_else() {
        String id = Ids.next();
        server.tokenOfNew(id, "NURSE");
        server.tokenOfNew("twin-" + id, "NURSE");
        server.execute("UPDATE users SET username = 'TWIN-" + id + "' WHERE id = '" + id + "'");
        Map<String, Object> doctor = Map.of("roles", List.of("DOCTOR"));
        assertEquals(
                200, server.patch("/api/v1/users/" + id, server.tokenOf("admin"), doctor).code());
        server.execute("UPDATE users SET username = 'zoë " + id + "' WHERE id = '" + id + "'");
        Map<String, Object> nurse = Map.of("roles", List.of("NURSE"));
        assertEquals(
                200, server.patch("/api/v1/users/" + id, server.tokenOf("admin"), nurse).code());
    }

    @Test
    void a_suspended_user_is_out_and_so_are_the_refresh_tokens() {
        create(Map.of());
        String refresh = refreshToken("u-" + id);
        assertTrue(new Decided(server, id).isActive());

        Map suspended = Map.of("status", "SUSPENDED");
        assertEquals(200, server.patch(USERS + "/" + id, admin, suspended).code());
        Decided.onceTold().until(() -> !new Decided(server, id).isActive());
        assertEquals(401, refresh(refresh));
        assertEquals(401, server.login("u-" + id, AccessServer.PASSWORD).code());

        assertEquals(200, server.patch(USERS + "/" + id, admin, Map.of("status", "ACTIVE")).code());
        Decided.onceTold().until(() -> new Decided(server, id).isActive());
        assertEquals(401, refresh(refresh));
    }

    @Test
    void roles_and_names_change_and_the_patient_goes_with_the_role() {
        create(Map.of("roles", List.of("PATIENT"), "patient_id", "patient-3"));
        Decided somebody = new Decided(server, id);
        somebody.seesOnceTold("patient-3", true);

        Map changes = Map.of("username", "v-" + id, "roles", List.of("DISPATCHER"));
        HttpResponse<Map> changed = server.patch(USERS + "/" + id, admin, changes);

        assertEquals(200, changed.code());
        assertEquals("v-" + id, changed.body().get("username"));
        assertEquals(null, changed.body().get("patient_id"));
        somebody.seesOnceTold("patient-3", false);
        assertEquals(changed.body(), server.patch(USERS + "/" + id, admin, changes).body());
        assertEquals(
                409, server.patch(USERS + "/" + id, admin, Map.of("username", "admin")).code());
        assertEquals(400, server.patch(USERS + "/" + id, admin, Map.of("status", "GONE")).code());
        assertEquals(404, server.patch(USERS + "/" + Ids.next(), admin, Map.of()).code());
    }

    @Test
    void a_machine_is_none_of_the_users_here() {
        Map<String, Object> machine = Map.of("name", "hub-" + id, "roles", List.of("DEVICE"));
        String machineId =
                (String)
                        server.post("/api/v1/service-accounts", admin, machine)
                                .body()
                                .get("client_id");
        String path = USERS + "/" + machineId;

        assertEquals(404, server.get(path, admin).code());
        assertEquals(404, server.patch(path, admin, Map.of("status", "SUSPENDED")).code());
        assertEquals(404, server.patch(path, admin, Map.of("roles", List.of("ADMIN"))).code());
        Map<String, String> password = Map.of("password", AccessServer.PASSWORD);
        assertEquals(404, server.put(path + "/password", admin, password).code());
        Map list = server.get(USERS + "?q=hub-" + id, admin).body();
        assertEquals(List.of(), list.get("items"));
        assertEquals(409, create(Map.of("username", "HUB-" + id)).code());
        assertEquals(409, create(Map.of("user_id", machineId)).code());
    }

    @Test
    void nobody_is_a_person_and_a_machine() {
        create(Map.of());
        for (String role : List.of("DEVICE", "PIPELINE")) {
            Map<String, ?> both = Map.of("roles", List.of("NURSE", role));
            assertNamed("roles", server.patch(USERS + "/" + id, admin, both));
            assertNamed("roles", create(Map.of("user_id", "x-" + id, "roles", both.get("roles"))));
        }
        assertEquals(List.of("NURSE"), server.get(USERS + "/" + id, admin).body().get("roles"));
        for (List<String> roles : List.of(List.of("ADMIN"), List.of("DEVICE", "NURSE"))) {
            Map<String, Object> machine = Map.of("name", "m-" + id, "roles", roles);
            assertNamed("roles", server.post("/api/v1/service-accounts", admin, machine));
        }
    }

    @Test
    void a_new_password_and_a_suspension_end_access_tokens_too() {
        String path = USERS + "/" + id;
        String first = server.tokenOfNew(id, "NURSE");
        server.put(path + "/password", admin, Map.of("password", "another long one"));
        endsOnceTold(first);

        String second = token("another long one");
        Map<String, String> own =
                Map.of("old_password", "another long one", "new_password", "a better one");
        assertEquals(204, server.put(USERS + "/me/password", second, own).code());
        endsOnceTold(second);

        String third = token("a better one");
        server.patch(path, admin, Map.of("status", "SUSPENDED"));
        server.patch(path, admin, Map.of("status", "ACTIVE"));
        endsOnceTold(third);
        assertEquals(200, server.get("/api/v1/auth/me", token("a better one")).code());
    }

    private String token(String password) {
        return (String) server.login(id, password).body().get("access_token");
    }

    private void endsOnceTold(String token) {
        Decided.onceTold().until(() -> server.get("/api/v1/auth/me", token).code() == 401);
    }

    @Test
    void a_new_password_ends_what_the_old_one_began() {
        create(Map.of());
        String refresh = refreshToken("u-" + id);
        String path = USERS + "/" + id + "/password";

        assertNamed("password", server.put(path, admin, Map.of("password", "u-" + id)));
        assertEquals(200, refresh(refresh));
        String other = refreshToken("u-" + id);
        assertEquals(204, server.put(path, admin, Map.of("password", "another long one")).code());
        assertEquals(401, refresh(other));
        assertEquals(401, server.login("u-" + id, AccessServer.PASSWORD).code());
        assertEquals(200, server.login("u-" + id, "another long one").code());
    }

    @Test
    void one_changes_ones_own_password_by_the_old_one_only() {
        String token = server.tokenOfNew(id, "CAREGIVER");
        String path = USERS + "/me/password";
        Map<String, String> wrong = Map.of("old_password", "no", "new_password", "a better one");
        Map<String, String> right =
                Map.of("old_password", AccessServer.PASSWORD, "new_password", "a better one");

        assertEquals(403, server.put(path, token, wrong).code());
        assertEquals(204, server.put(path, token, right).code());
        assertEquals(200, server.login(id, "a better one").code());
        assertEquals(401, server.put(path, null, right).code());
        String admins = USERS + "/admin/password";
        Map<String, String> stolen = Map.of("password", "stolen it is");
        assertEquals(403, server.put(admins, token("a better one"), stolen).code());
    }
}
