package dev.wardcast.access.machines;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.people.Ids;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"rawtypes", "unchecked"})
class ServiceAccountsTest {

    private static final String PATH = "/api/v1/service-accounts";
    private static final String GRANT = "grant_type=client_credentials";

    private final AccessServer server = AccessServer.shared();
    private final String admin = server.tokenOf("admin");
    private final String name = Ids.next();

    @Test
    void a_machine_gets_a_short_token_for_its_secret_by_header_and_by_body() {
        Map made = create("PIPELINE");
        for (HttpResponse<Map> answer :
                List.of(basic(id(made), secret(made)), inBody(id(made), secret(made)))) {
            assertEquals(200, answer.code());
            assertEquals(
                    Set.of("access_token", "token_type", "expires_in"), answer.body().keySet());
            assertEquals(300, answer.body().get("expires_in"));
            assertEquals("no-store", answer.header("Cache-Control"));
            Map me = server.get("/api/v1/auth/me", token(answer)).body();
            assertEquals(id(made), me.get("user_id"));
            assertEquals(List.of("PIPELINE"), me.get("roles"));
        }
    }

    @Test
    void
            a_machine_cannot_take_the_name_of_a_person_in_another_case_nor_a_person_that_of_a_machine() {
        server.tokenOfNew("bea-" + name, "NURSE");
        Map<String, Object> taken = Map.of("name", "BEA-" + name, "roles", List.of("DEVICE"));
        assertEquals(409, server.post(PATH, admin, taken).code());
        assertEquals(
                201,
                server.post(PATH, admin, Map.of("name", "Hub-" + name, "roles", List.of("DEVICE")))
                        .code());
        String bea = "/api/v1/users/bea-" + name;
        assertEquals(409, server.patch(bea, admin, Map.of("username", "hub-" + name)).code());
    }

    @Test
    void the_demo_pipeline_signs_in() {
        assertEquals(200, basic("pipeline1", "demo").code());
    }

    @Test
    void unknown_wrong_and_suspended_hear_the_same() {
        Map made = create("DEVICE");
        Map suspended = create("DEVICE");
        HttpResponse<Map> change =
                server.send(
                        HttpRequest.PATCH(
                                PATH + "/" + id(suspended), Map.of("status", "SUSPENDED")),
                        admin);
        assertEquals("SUSPENDED", change.body().get("status"));
        for (HttpResponse<Map> refused :
                List.of(
                        basic(id(made), "wrong"),
                        basic("nobody", secret(made)),
                        basic("admin", "demo"),
                        basic(id(suspended), secret(made)),
                        basic(id(suspended), secret(suspended)))) {
            assertEquals(401, refused.code());
            assertEquals(Map.of("error", "invalid_client"), refused.body());
            assertEquals("Basic", refused.header("WWW-Authenticate"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "client_id=a&client_secret=b",
                "grant_type=password&client_id=a&client_secret=b",
                GRANT + "&" + GRANT + "&client_id=a&client_secret=b",
                GRANT + "&client_id=a&client_id=b&client_secret=b",
                GRANT + "&client_id=%zz&client_secret=b"
            })
    void what_the_protocol_does_not_know_is_told_in_its_words(String form) {
        HttpResponse<Map> refused = post(form, null);
        assertEquals(400, refused.code(), form);
        assertTrue(
                Set.of("invalid_request", "unsupported_grant_type")
                        .contains(refused.body().get("error")));
    }

    @Test
    void two_secrets_count_at_once_and_a_third_does_not_come() {
        Map first = create("PIPELINE");
        String secrets = PATH + "/" + id(first) + "/secrets";
        HttpResponse<Map> second = server.post(secrets, admin, Map.of());
        assertEquals(201, second.code());
        assertEquals(200, basic(id(first), secret(first)).code());
        assertEquals(200, basic(id(first), secret(second.body())).code());
        assertEquals(409, server.post(secrets, admin, Map.of()).code());

        String old = token(basic(id(first), secret(first)));
        String other = token(basic(id(first), secret(second.body())));
        String revoked = secrets + "/" + first.get("secret_id");
        assertEquals(204, server.delete(revoked, admin).code());
        assertEquals(401, basic(id(first), secret(first)).code());
        await().atMost(TOLD).until(() -> server.get("/api/v1/auth/me", old).code() == 401);
        assertEquals(200, server.get("/api/v1/auth/me", other).code());
        assertEquals(404, server.delete(revoked, admin).code());
    }

    @Test
    void a_suspended_machine_is_out_at_once_with_the_tokens_it_has() {
        Map made = create("PIPELINE");
        String token = token(basic(id(made), secret(made)));
        assertEquals(200, server.get("/api/v1/auth/me", token).code());
        server.send(HttpRequest.PATCH(PATH + "/" + id(made), Map.of("status", "SUSPENDED")), admin);
        await().atMost(TOLD).until(() -> server.get("/api/v1/auth/me", token).code() == 401);
    }

    @Test
    void a_machine_has_no_password() {
        Map made = create("PIPELINE");
        for (String password : List.of("", " ", secret(made))) {
            int code = server.login(name, password.isEmpty() ? "x" : password).code();
            assertEquals(401, code);
        }
    }

    @Test
    void secrets_are_shown_once_and_accounts_listed_page_by_page() {
        Set<String> made = Set.of(id(create("PIPELINE")), idOfAnother(), idOfAnother());
        Set<String> seen = new HashSet<>();
        String cursor = null;
        do {
            String page = PATH + "?limit=2" + (cursor == null ? "" : "&cursor=" + cursor);
            Map answer = server.get(page, admin).body();
            for (Map account : (List<Map>) answer.get("items")) {
                assertTrue(seen.add((String) account.get("client_id")));
                assertFalse(account.toString().contains("client_secret"));
            }
            cursor = (String) answer.get("next_cursor");
        } while (cursor != null);
        assertTrue(seen.containsAll(made));
        assertFalse(seen.contains("admin"));
    }

    @Test
    void accounts_are_for_admins_and_have_roles_of_machines() {
        String doctor = server.tokenOf("doctor1");
        assertEquals(403, server.get(PATH, doctor).code());
        assertEquals(403, server.post(PATH, doctor, body("PIPELINE")).code());
        assertEquals(401, server.get(PATH, null).code());
        assertEquals(422, server.post(PATH, admin, body("ADMIN")).code());
        assertEquals(
                400,
                server.post(PATH, admin, Map.of("name", "a b", "roles", List.of("DEVICE"))).code());
        create("PIPELINE");
        assertEquals(409, server.post(PATH, admin, body("PIPELINE")).code());
        assertEquals(404, server.get(PATH + "/admin", admin).code());
        assertEquals(404, server.post(PATH + "/admin/secrets", admin, Map.of()).code());
        assertEquals(400, server.get(PATH + "?limit=0", admin).code());
    }

    private Map create(String role) {
        String unique = role.equals("DEVICE") ? Ids.next() : name;
        HttpResponse<Map> made =
                server.post(PATH, admin, Map.of("name", unique, "roles", List.of(role)));
        assertEquals(201, made.code());
        return made.body();
    }

    private String idOfAnother() {
        return id(create("DEVICE"));
    }

    private Map body(String role) {
        return Map.of("name", name, "roles", List.of(role));
    }

    private HttpResponse<Map> basic(String id, String secret) {
        MutableHttpRequest<?> request = HttpRequest.POST("/api/v1/auth/token", GRANT);
        return server.send(
                request.basicAuth(id, secret)
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED_TYPE),
                null);
    }

    private HttpResponse<Map> inBody(String id, String secret) {
        return post(GRANT + "&client_id=" + id + "&client_secret=" + secret, null);
    }

    private HttpResponse<Map> post(String form, String token) {
        return server.send(
                HttpRequest.POST("/api/v1/auth/token", form)
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED_TYPE),
                token);
    }

    private static String id(Map made) {
        return (String) made.get("client_id");
    }

    private static String secret(Map made) {
        return (String) made.get("client_secret");
    }

    private static String token(HttpResponse<Map> answer) {
        return (String) answer.body().get("access_token");
    }
}
