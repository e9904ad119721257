package dev.wardcast.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.people.Ids;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is done to access stands in the audit, by whom and about whom. */
class AuditedDeedsTest {

    private final AccessServer server = AccessServer.shared();
    private final String boss = "boss-" + Ids.next();
    private final String admin = server.tokenOfNew(boss, "ADMIN");
    private final String id = Ids.next();

    private String auditOf(String actor, String column) {
        return server.text(
                "SELECT coalesce(string_agg("
                        + column
                        + ", ' ' ORDER BY id), '') FROM audit.entries WHERE actor_id = '"
                        + actor
                        + "' AND action NOT LIKE 'SIGN%' AND action <> 'TOKEN_ISSUED'");
    }

    @Test
    void each_deed_of_an_administrator_is_recorded_once_and_what_changed_nothing_is_not() {
        String hospital = "/api/v1/hospitals/h-" + id;
        String device = "/api/v1/devices/pump/d-" + id;
        server.post("/api/v1/hospitals", admin, Map.of("hospital_id", "h-" + id, "name", "H"));
        server.post(
                "/api/v1/patients", admin, Map.of("patient_id", "p-" + id, "name", "Ada Secret"));
        server.post(
                "/api/v1/users",
                admin,
                Map.of(
                        "user_id",
                        "u-" + id,
                        "username",
                        "secret-" + id,
                        "password",
                        AccessServer.PASSWORD,
                        "roles",
                        List.of("NURSE", "CAREGIVER", "THERAPIST")));
        for (int twice = 0; twice < 2; twice++) {
            server.put(hospital + "/staff/u-" + id, admin, "");
            server.put(hospital + "/patients/p-" + id, admin, "");
            server.put("/api/v1/caregivers/u-" + id + "/patients/p-" + id, admin, "");
            server.put("/api/v1/therapists/u-" + id + "/patients/p-" + id, admin, "");
        }
        server.post(
                "/api/v1/devices",
                admin,
                Map.of("device_type", "pump", "device_id", "d-" + id, "patient_id", "p-" + id));
        server.patch(device, admin, Map.of("patient_id", "patient-1"));
        server.post(device + "/keys", admin, "");
        for (int twice = 0; twice < 2; twice++) {
            server.patch(device, admin, Map.of("status", "REVOKED"));
            server.delete("/api/v1/therapists/u-" + id + "/patients/p-" + id, admin);
            server.delete("/api/v1/caregivers/u-" + id + "/patients/p-" + id, admin);
            server.delete(hospital + "/patients/p-" + id, admin);
            server.delete(hospital + "/staff/u-" + id, admin);
            server.patch("/api/v1/users/u-" + id, admin, Map.of("status", "SUSPENDED"));
        }
        server.get("/api/v1/patients/p-" + id, admin);
        server.get("/api/v1/patients?q=p-" + id, admin);

        assertEquals(
                "HOSPITAL_CHANGED PATIENT_CHANGED USER_CHANGED STAFF_ADDED ADMITTED GRANT_GIVEN"
                        + " ASSIGNED DEVICE_REGISTERED DEVICE_REBOUND DEVICE_KEY_ROTATED"
                        + " DEVICE_REVOKED UNASSIGNED GRANT_REVOKED DISCHARGED STAFF_REMOVED"
                        + " USER_CHANGED PATIENT_READ PATIENT_SEARCHED",
                auditOf(boss, "action"));
        String all = auditOf(boss, "entries::text").toLowerCase();
        assertFalse(all.contains("secret"), all);
        assertEquals(
                "8",
                server.text(
                        "SELECT count(*) FROM audit.entry_patients p JOIN audit.entries e"
                                + " ON e.id = p.entry_id WHERE p.patient_id = 'p-"
                                + id
                                + "' AND action NOT LIKE 'PATIENT%' AND actor_id = '"
                                + boss
                                + "'"));
    }

    @Test
    void whoever_lists_what_belongs_to_patients_has_read_about_them() {
        server.get("/api/v1/caregivers/caregiver1/patients", admin);
        server.get("/api/v1/therapists/therapist1/patients", admin);
        server.get("/api/v1/devices?patient_id=patient-4", admin);
        server.get("/api/v1/devices/monitor/demo-device-5", admin);
        server.get("/api/v1/break-glass?user_id=nobody", admin);
        assertEquals(
                "PATIENT_SEARCHED PATIENT_SEARCHED PATIENT_SEARCHED PATIENT_READ PATIENT_SEARCHED",
                auditOf(boss, "action"));
        assertEquals(
                "grants assignments devices device break_glass", auditOf(boss, "resource_type"));
        assertEquals(
                "patient-1 patient-1 patient-2 patient-4 patient-5",
                server.text(
                        "SELECT string_agg(patient_id, ' ' ORDER BY patient_id)"
                                + " FROM audit.entry_patients p JOIN audit.entries e"
                                + " ON e.id = p.entry_id WHERE actor_id = '"
                                + boss
                                + "'"));
    }

    @Test
    void who_has_no_role_to_look_at_patients_here_is_recorded() {
        String nurse = "nurse-" + id;
        String token = server.tokenOfNew(nurse, "NURSE");
        assertEquals(403, server.get("/api/v1/patients/patient-1", token).code());
        assertEquals(403, server.get("/api/v1/devices?patient_id=patient-1", token).code());
        assertEquals("PATIENT_READ PATIENT_SEARCHED", auditOf(nurse, "action"));
        assertEquals("REFUSED REFUSED", auditOf(nurse, "outcome"));
        assertEquals("patient-1", auditOf(nurse, "resource_id"));
    }

    @Test
    void who_has_no_role_for_a_change_or_a_list_is_recorded_with_the_route_and_no_id() {
        String nurse = "nurse-" + id;
        String token = server.tokenOfNew(nurse, "NURSE");
        Map<String, Object> admins = Map.of("roles", List.of("ADMIN"));
        assertEquals(403, server.patch("/api/v1/users/" + nurse, token, admins).code());
        assertEquals(403, server.get("/api/v1/users", token).code());
        assertEquals(403, server.get("/api/v1/audit?user_id=" + nurse, token).code());
        String grant = "/api/v1/caregivers/" + nurse + "/patients/patient-1";
        assertEquals(403, server.put(grant, token, "").code());
        assertEquals(401, server.put(grant, null, "").code());
        assertEquals("REFUSED REFUSED REFUSED REFUSED", auditOf(nurse, "action"));
        assertEquals("REFUSED REFUSED REFUSED REFUSED", auditOf(nurse, "outcome"));
        String routes = auditOf(nurse, "resource_id");
        assertTrue(routes.startsWith("PATCH /api/v1/users/{id} GET /api/v1/users"), routes);
        assertTrue(routes.endsWith("PUT /api/v1/caregivers/{id}/patients/{patientId}"), routes);
        assertFalse(routes.contains(nurse), routes);
    }

    @Test
    void a_mistake_leaves_no_entry() {
        server.put("/api/v1/caregivers/doctor1/patients/patient-1", admin, "");
        server.put("/api/v1/hospitals/none/patients/patient-1", admin, "");
        server.post("/api/v1/users", admin, Map.of("username", "admin", "password", "x"));
        assertEquals("", auditOf(boss, "action"));
    }

    @Test
    void emergency_access_is_recorded_with_its_reason_and_a_refused_one_too() {
        String doctor = "doc-" + id;
        String token = server.tokenOfNew(doctor, "DOCTOR");
        String reason = "no breathing, ward 3";
        var begun =
                server.post(
                        "/api/v1/break-glass",
                        token,
                        Map.of("patient_id", "patient-1", "reason", reason));
        server.post("/api/v1/break-glass", token, Map.of("patient_id", "x", "reason", reason));
        server.delete("/api/v1/break-glass/" + begun.body().get("id"), token);

        assertEquals(
                "BREAK_GLASS_STARTED BREAK_GLASS_STARTED BREAK_GLASS_ENDED",
                auditOf(doctor, "action"));
        assertEquals("ALLOWED REFUSED ALLOWED", auditOf(doctor, "outcome"));
        assertTrue(auditOf(doctor, "reason").startsWith(reason));
        assertTrue(auditOf(doctor, "reason").contains("unknown_patient"));
    }
}
