package dev.wardcast.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.people.Ids;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be is refused by the name of its field: never kept, guessed at or answered 500. */
@SuppressWarnings("rawtypes")
class HostileInputTest {

    private final AccessServer server = AccessServer.shared();
    private final String id = Ids.next();

    private HttpResponse<Map> send(String user, String methodAndPath, String json) {
        String[] parts = methodAndPath.split(" ");
        return server.send(
                HttpRequest.create(HttpMethod.valueOf(parts[0]), parts[1])
                        .contentType(MediaType.APPLICATION_JSON_TYPE)
                        .body(json),
                server.tokenOf(user));
    }

    private void assertRefused(String user, String methodAndPath, String json, String field) {
        HttpResponse<Map> refused = send(user, methodAndPath, json);
        assertEquals(422, refused.code(), () -> json + " " + refused.body());
        assertTrue(String.valueOf(refused.body().get("errors")).contains(field), json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "[\"NURSE\",null]", "[\"DEVICE\",null]", "[]"})
    void no_role_is_no_role(String roles) {
        String user =
                "\"username\":\"u-%s\",\"password\":\"%s\"".formatted(id, "long enough it is");
        assertRefused(
                "admin", "POST /api/v1/users", "{%s,\"roles\":%s}".formatted(user, roles), "roles");
        assertRefused("admin", "PATCH /api/v1/users/nurse1", "{\"roles\":" + roles + "}", "roles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "[\"DEVICE\",null]", "[\"NURSE\"]"})
    void a_machine_has_roles_of_machines_only(String roles) {
        String json = "{\"name\":\"m-%s\",\"roles\":%s}".formatted(id, roles);
        assertRefused("admin", "POST /api/v1/service-accounts", json, "roles");
    }

    @Test
    void no_device_is_no_device() {
        String path = "PUT /api/v1/hospitals/hospital-1/patients/patient-1";
        assertRefused("admin", path, "{\"devices\":[null]}", "devices");
        assertRefused("admin", path, "{\"devices\":[\"a:b\",null]}", "devices");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+300000-01-01T00:00:00Z",
                "9999-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z"
            })
    void a_grant_begins_and_ends_at_times_that_can_be_kept(String time) {
        String path = "PUT /api/v1/caregivers/caregiver1/patients/patient-1";
        assertRefused("admin", path, "{\"starts_at\":\"" + time + "\"}", "starts_at");
        assertRefused("admin", path, "{\"ends_at\":\"" + time + "\"}", "ends_at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"            ", "  short       ", "\\u00a0 x"})
    void emergency_access_takes_words_for_a_reason(String reason) {
        String json = "{\"patient_id\":\"patient-1\",\"reason\":\"" + reason + "\"}";
        assertRefused("doctor1", "POST /api/v1/break-glass", json, "reason");
    }

    @Test
    void a_whole_number_is_named_as_it_was_sent() {
        String keys = "POST /api/v1/devices/monitor/demo-device-1/keys";
        assertRefused("admin", keys, "{\"grace_minutes\":0.5}", "grace_minutes");
        String search = "POST /api/v1/patients/search";
        assertRefused("admin", search, "{\"name\":\"a\",\"limit\":\"5\"}", "limit");
        assertEquals(200, send("admin", search, "{\"name\":\"a\",\"limit\":5.0}").code());
        assertEquals(200, send("admin", search, "{\"name\":\"a\",\"limit\":null}").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.9", "\"5\"", "true", "[5]", "{}", "1e99", "5000000000"})
    void minutes_are_a_whole_number_and_nothing_is_made_into_one(String minutes) {
        String json =
                "{\"patient_id\":\"none-%s\",\"reason\":\"long enough it is\",\"minutes\":%s}"
                        .formatted(id, minutes);
        assertRefused("doctor1", "POST /api/v1/break-glass", json, "minutes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\u0000", "\\u001b[2J", "\\r", "\\n", "\\u009b"})
    void what_cannot_be_kept_or_shown_as_it_is_is_named_and_not_replaced(String bad) {
        String text = "\"long enough" + bad + " it is\"";
        String name = "{\"name\":" + text + "}";
        String reason = "{\"reason\":" + text + "}";
        String user = "{\"username\":%s,\"password\":\"long enough it is\",\"roles\":[\"NURSE\"]}";
        String wish = "{\"patient_id\":\"patient-1\",\"reason\":" + text + "}";
        assertRefused("admin", "POST /api/v1/patients", name, "name");
        assertRefused("admin", "PATCH /api/v1/patients/patient-1", name, "name");
        assertRefused("admin", "POST /api/v1/patients/search", name, "name");
        assertRefused("admin", "POST /api/v1/hospitals", name, "name");
        assertRefused("admin", "PATCH /api/v1/hospitals/hospital-1", name, "name");
        assertRefused("admin", "POST /api/v1/users", user.formatted(text), "username");
        assertRefused("doctor1", "POST /api/v1/break-glass", wish, "reason");
        String patient = "/patients/patient-1";
        for (String who : List.of("caregivers/caregiver1", "therapists/therapist1")) {
            for (String method : List.of("PUT", "DELETE")) {
                assertRefused("admin", method + " /api/v1/" + who + patient, reason, "reason");
            }
        }
    }
}
