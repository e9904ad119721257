package dev.wardcast.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Administration is closed to everybody else, whoever and whatever is asked for. */
class ForAdminsOnlyTest {

    private static final AccessServer SERVER = AccessServer.shared();

    private static final Map<String, String> TOKENS =
            Map.of(
                    "doctor1", SERVER.tokenOf("doctor1"),
                    "caregiver1", SERVER.tokenOf("caregiver1"),
                    "therapist1", SERVER.tokenOf("therapist1"),
                    "dispatcher1", SERVER.tokenOf("dispatcher1"),
                    "patient1", SERVER.tokenOf("patient1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/users",
                "POST /api/v1/users",
                "GET /api/v1/users/admin",
                "PATCH /api/v1/users/admin",
                "PUT /api/v1/users/admin/password",
                "GET /api/v1/patients",
                "POST /api/v1/patients",
                "POST /api/v1/patients/search",
                "GET /api/v1/patients/patient-1",
                "PATCH /api/v1/patients/patient-1",
                "GET /api/v1/hospitals",
                "POST /api/v1/hospitals",
                "GET /api/v1/hospitals/hospital-1",
                "PATCH /api/v1/hospitals/hospital-1",
                "GET /api/v1/hospitals/hospital-1/patients",
                "PUT /api/v1/hospitals/hospital-1/patients/patient-1",
                "DELETE /api/v1/hospitals/hospital-1/patients/patient-1",
                "GET /api/v1/hospitals/hospital-1/staff",
                "PUT /api/v1/hospitals/hospital-1/staff/doctor1",
                "DELETE /api/v1/hospitals/hospital-1/staff/doctor1",
                "GET /api/v1/caregivers/caregiver1/patients",
                "PUT /api/v1/caregivers/caregiver1/patients/patient-1",
                "DELETE /api/v1/caregivers/caregiver1/patients/patient-1",
                "GET /api/v1/therapists/therapist1/patients",
                "PUT /api/v1/therapists/therapist1/patients/patient-1",
                "DELETE /api/v1/therapists/therapist1/patients/patient-1",
                "GET /api/v1/devices",
                "POST /api/v1/devices",
                "GET /api/v1/devices/monitor/demo-device-1",
                "PATCH /api/v1/devices/monitor/demo-device-1",
                "POST /api/v1/devices/monitor/demo-device-1/keys",
                "DELETE /api/v1/devices/monitor/demo-device-1/keys/x",
                "GET /api/v1/break-glass",
            })
    void nobody_else_gets_in(String operation) {
        String[] parts = operation.split(" ");
        assertEquals(401, call(parts, null));
        TOKENS.forEach((user, token) -> assertEquals(403, call(parts, token), user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/v1/break-glass", "GET /api/v1/break-glass/mine"})
    void emergency_access_is_for_doctors_and_nurses(String operation) {
        String[] parts = operation.split(" ");
        assertEquals(401, call(parts, null));
        for (String user : List.of("caregiver1", "therapist1", "dispatcher1", "patient1")) {
            assertEquals(403, call(parts, TOKENS.get(user)), user);
        }
        assertEquals(403, call(parts, SERVER.tokenOf("admin")));
    }

    private static int call(String[] methodAndPath, String token) {
        HttpMethod method = HttpMethod.valueOf(methodAndPath[0]);
        var request = HttpRequest.create(method, methodAndPath[1]);
        return SERVER.send(method == HttpMethod.GET ? request : request.body(Map.of()), token)
                .code();
    }
}
