package dev.wardcast.access.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditSearchTest {

    private final AccessServer server = AccessServer.shared();
    private final String patient = "patient-" + UUID.randomUUID();
    private final String user = "user-" + UUID.randomUUID();

    private void record(AuditAction action, String patientId, boolean allowed) {
        Actor actor = Actor.unknown("10.0.0.9", "c-1").asUser(user, Set.of("NURSE"), "jti-1");
        AuditEntry entry = AuditEntry.of(actor, action).on("alert", "a-1").patient(patientId);
        server.bean(AuditTrail.class).record(allowed ? entry : entry.refused("no_access"));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> entries(String query) {
        HttpResponse<Map> answer = server.get("/api/v1/audit?" + query, server.tokenOf("admin"));
        assertEquals(200, answer.code());
        return (List<Map<String, Object>>) answer.body().get("entries");
    }

    @Test
    void who_saw_a_patient_is_found_by_patient_user_action_outcome_and_time() {
        record(AuditAction.PATIENT_READ, patient, true);
        record(AuditAction.PATIENT_READ, patient, false);
        record(AuditAction.ALERT_ACKNOWLEDGED, patient, true);
        record(AuditAction.PATIENT_READ, "patient-" + UUID.randomUUID(), true);

        Map<String, Object> newest = entries("patient_id=" + patient).getFirst();
        assertEquals("ALERT_ACKNOWLEDGED", newest.get("action"));
        assertEquals(user, newest.get("actor_id"));
        assertEquals("10.0.0.9", newest.get("address"));
        assertEquals(List.of(Map.of("patient_id", patient)), newest.get("patients"));
        // The search itself was about this patient too.
        assertEquals(4, entries("patient_id=" + patient).size());
        assertEquals(4, entries("user_id=" + user).size());
        assertEquals(3, entries("user_id=" + user + "&action=patient_read").size());
        assertEquals(
                1,
                entries("user_id=" + user + "&patient_id=" + patient + "&outcome=REFUSED").size());
        String at = (String) newest.get("at");
        assertEquals(1, entries("user_id=" + user + "&from=" + at).size() - 1);
        assertEquals(2, entries("user_id=" + user + "&to=" + at).size());
    }

    @Test
    void every_search_is_an_act_of_its_own() {
        String correlation = "c-" + UUID.randomUUID();
        server.send(
                HttpRequest.GET("/api/v1/audit?patient_id=" + patient)
                        .header("X-Correlation-Id", correlation),
                server.tokenOf("admin"));
        Map<String, Object> search =
                entries("action=AUDIT_SEARCHED&patient_id=" + patient).getFirst();
        assertEquals(correlation, search.get("correlation_id"));
        assertEquals("patient_id=" + patient, search.get("detail"));
        assertNotNull(search.get("token_id"));
    }

    @Test
    void pages_lead_through_all_entries_once() {
        for (int i = 0; i < 7; i++) {
            record(AuditAction.PATIENT_READ, patient, true);
        }
        List<Object> ids = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponse<Map> page =
                    server.get(
                            "/api/v1/audit?limit=3&user_id=" + user + cursor,
                            server.tokenOf("admin"));
            for (Object entry : (List<?>) page.body().get("entries")) {
                ids.add(((Map<?, ?>) entry).get("id"));
            }
            Object next = page.body().get("next_cursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        assertEquals(7, ids.size());
        assertEquals(7, Set.copyOf(ids).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient_id=a%20b",
                "user_id=%00",
                "action=READ",
                "outcome=maybe",
                "from=yesterday",
                "to=12",
                "limit=0",
                "limit=501",
                "cursor=abc"
            })
    void a_wrong_parameter_is_named(String query) {
        HttpResponse<Map> answer = server.get("/api/v1/audit?" + query, server.tokenOf("admin"));
        assertEquals(400, answer.code());
        String name = query.substring(0, query.indexOf('='));
        assertTrue(String.valueOf(answer.body().get("detail")).contains(name), answer.body() + "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor1", "nurse1", "caregiver1", "patient1", "dispatcher1"})
    void nobody_but_an_admin_searches_it(String username) {
        assertEquals(403, server.get("/api/v1/audit", server.tokenOf(username)).code());
    }

    @Test
    void a_stranger_does_not_search_it() {
        assertEquals(401, server.get("/api/v1/audit", null).code());
    }

    @Test
    void a_correlation_id_that_is_no_harm_is_kept_and_another_is_replaced() {
        HttpResponse<Map> kept =
                server.send(
                        HttpRequest.GET("/api/v1/audit").header("X-Correlation-Id", "a:1"), null);
        assertEquals("a:1", kept.header("X-Correlation-Id"));
        HttpResponse<Map> replaced =
                server.send(
                        HttpRequest.GET("/api/v1/audit").header("X-Correlation-Id", "<script>"),
                        null);
        assertEquals(36, replaced.header("X-Correlation-Id").length());
    }
}
