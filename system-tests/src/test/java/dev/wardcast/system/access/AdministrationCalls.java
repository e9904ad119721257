package dev.wardcast.system.access;

import static dev.wardcast.system.access.Call.delete;
import static dev.wardcast.system.access.Call.get;
import static dev.wardcast.system.access.Call.send;

import java.util.List;
import java.util.stream.Stream;

/**
 * How each route of administration and emergency access is asked. What changes something is asked
 * about people and patients that the other calls are not about.
 */
final class AdministrationCalls {

    private static final String EMERGENCY =
            "{\"patient_id\":\"patient-8\",\"reason\":\"fell in the corridor\"}";

    /** Right in everything but the new one: nothing changes. */
    private static final String NO_PASSWORD = "{\"old_password\":\"demo\",\"new_password\":\"\"}";

    private AdministrationCalls() {}

    private static final List<Call> USERS =
            List.of(
                    get("GET /api/v1/users"),
                    send(
                            "POST /api/v1/users",
                            201,
                            "{\"username\":\"{new}\",\"password\":\"a long enough one\",\"roles\":[\"NURSE\"]}"),
                    get("GET /api/v1/users/{id}").at("/api/v1/users/caregiver2"),
                    send("PATCH /api/v1/users/{id}", 200, "{\"status\":\"ACTIVE\"}")
                            .at("/api/v1/users/caregiver2"),
                    send("PUT /api/v1/users/{id}/password", 422, "{\"password\":\"\"}")
                            .at("/api/v1/users/caregiver2/password"),
                    send("PUT /api/v1/users/me/password", 422, NO_PASSWORD));

    private static final List<Call> PATIENTS =
            List.of(
                    get("GET /api/v1/patients"),
                    send("POST /api/v1/patients", 201, "{\"patient_id\":\"{new}\"}"),
                    send("POST /api/v1/patients/search", 200, "{\"name\":\"Demo\"}"),
                    get("GET /api/v1/patients/{id}").at("/api/v1/patients/{patient}"),
                    send("PATCH /api/v1/patients/{id}", 200, "{\"name\":\"Somebody\"}")
                            .at("/api/v1/patients/{patient}"),
                    get("GET /api/v1/caregivers/{id}/patients")
                            .at("/api/v1/caregivers/caregiver2/patients"),
                    send("PUT /api/v1/caregivers/{id}/patients/{patientId}", 204, "{}")
                            .at("/api/v1/caregivers/caregiver2/patients/{patient}"),
                    delete("DELETE /api/v1/caregivers/{id}/patients/{patientId}")
                            .at("/api/v1/caregivers/caregiver2/patients/{patient}"),
                    get("GET /api/v1/therapists/{id}/patients")
                            .at("/api/v1/therapists/therapist1/patients"),
                    send("PUT /api/v1/therapists/{id}/patients/{patientId}", 204, "{}")
                            .at("/api/v1/therapists/therapist1/patients/patient-8"),
                    delete("DELETE /api/v1/therapists/{id}/patients/{patientId}")
                            .at("/api/v1/therapists/therapist1/patients/patient-8"));

    private static final List<Call> HOSPITALS =
            List.of(
                    get("GET /api/v1/hospitals"),
                    send(
                            "POST /api/v1/hospitals",
                            201,
                            "{\"hospital_id\":\"{new}\",\"name\":\"New\"}"),
                    get("GET /api/v1/hospitals/{id}").at("/api/v1/hospitals/{hospital}"),
                    send("PATCH /api/v1/hospitals/{id}", 200, "{\"name\":\"Other\"}")
                            .at("/api/v1/hospitals/{hospital}"),
                    get("GET /api/v1/hospitals/{id}/patients")
                            .at("/api/v1/hospitals/{hospital}/patients"),
                    send("PUT /api/v1/hospitals/{id}/patients/{patientId}", 204, "{}")
                            .at("/api/v1/hospitals/{hospital}/patients/patient-7"),
                    delete("DELETE /api/v1/hospitals/{id}/patients/{patientId}")
                            .at("/api/v1/hospitals/{hospital}/patients/patient-7"),
                    get("GET /api/v1/hospitals/{id}/staff")
                            .at("/api/v1/hospitals/{hospital}/staff"),
                    send("PUT /api/v1/hospitals/{id}/staff/{userId}", 204, "")
                            .at("/api/v1/hospitals/hospital-1/staff/doctor1"),
                    delete("DELETE /api/v1/hospitals/{id}/staff/{userId}")
                            .at("/api/v1/hospitals/{hospital}/staff/caregiver2"));

    private static final List<Call> DEVICES =
            List.of(
                    get("GET /api/v1/devices"),
                    send(
                            "POST /api/v1/devices",
                            201,
                            "{\"device_type\":\"monitor\",\"device_id\":\"{new}\",\"patient_id\":\"{patient}\"}"),
                    get("GET /api/v1/devices/{type}/{id}").at("/api/v1/devices/monitor/{device}"),
                    send("PATCH /api/v1/devices/{type}/{id}", 200, "{\"status\":\"ACTIVE\"}")
                            .at("/api/v1/devices/monitor/{device}"),
                    send("POST /api/v1/devices/{type}/{id}/keys", 201, "{}")
                            .at("/api/v1/devices/monitor/demo-device-8/keys"),
                    send("DELETE /api/v1/devices/{type}/{id}/keys/{keyId}", 404, "")
                            .at("/api/v1/devices/monitor/{device}/keys/none"));

    private static final List<Call> BREAK_GLASS =
            List.of(
                    get("GET /api/v1/break-glass"),
                    send("POST /api/v1/break-glass", 201, EMERGENCY),
                    get("GET /api/v1/break-glass/mine"),
                    send("DELETE /api/v1/break-glass/{id}", 404, "")
                            .at("/api/v1/break-glass/none"));

    static final List<Call> ALL =
            Stream.of(USERS, PATIENTS, HOSPITALS, DEVICES, BREAK_GLASS)
                    .flatMap(List::stream)
                    .toList();
}
