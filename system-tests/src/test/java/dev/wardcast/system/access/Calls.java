package dev.wardcast.system.access;

import static dev.wardcast.system.access.Call.get;
import static dev.wardcast.system.access.Call.send;
import static dev.wardcast.system.access.Call.sse;
import static dev.wardcast.system.access.Call.webSocket;

import java.util.List;

/** How each route is asked by someone who wants it to succeed. */
final class Calls {

    private static final String OF_PATIENT = "?role={role}&patient_id={patient}";
    private static final String EVENT = "{\"event_type\":\"system.update\"}";
    private static final String SAMPLE =
            """
            {"device_type":"monitor","device_id":"{device}","patient_id":"{patient}",\
            "data_type":"heart_rate","values":{"bpm":72}}\
            """;

    private static final String OBSERVATION =
            """
            {"resourceType":"Observation","status":"final",\
            "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},\
            "subject":{"reference":"Patient/{patient}"},\
            "device":{"reference":"Device/monitor.{device}"},\
            "effectiveDateTime":"2026-07-01T00:00:00Z",\
            "valueQuantity":{"value":72,"system":"http://unitsofmeasure.org","code":"/min"}}\
            """;
    private static final String BUNDLE =
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
                    + OBSERVATION
                    + ",\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}]}";
    private static final String STATUS =
            """
            {"device_type":"monitor","device_id":"{device}","patient_id":"{patient}",\
            "status":"online"}\
            """;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CREDENTIALS =
            "grant_type=client_credentials&client_id=pipeline1&client_secret=demo";

    /** A recording of 20 ms of silence: 8,000 samples a second, one channel, 16 bits. */
    private static final String RECORDING =
            "--x\r\nContent-Disposition: form-data; name=\"patient_id\"\r\n\r\n{patient}\r\n"
                    + "--x\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n"
                    + "Content-Type: audio/wav\r\n\r\n"
                    + "RIFF\144\1\0\0WAVEfmt \20\0\0\0\1\0\1\0\100\37\0\0\200>\0\0\2\0\20\0"
                    + "data\100\1\0\0"
                    + "\0".repeat(320)
                    + "\r\n--x--\r\n";

    private Calls() {}

    static final List<Call> OF_EVERY_SERVICE =
            List.of(
                    get("GET /health"),
                    get("GET /health/{selector}").at("/health/liveness"),
                    get("GET /metrics"),
                    get("GET /openapi"));

    /** Files, which are no interface. */
    static final List<Call> OF_THE_PAGE =
            List.of(get("GET /"), get("GET /assets/{+path}").at("/assets/js/main.js"));

    static final List<Call> OF_ACCESS =
            List.of(
                    get("GET /.well-known/jwks.json"),
                    send(
                            "POST /api/v1/auth/login",
                            200,
                            "{\"username\":\"nurse1\",\"password\":\"demo\"}"),
                    send("POST /api/v1/auth/refresh", 401, "{\"refresh_token\":\"none\"}"),
                    send("POST /api/v1/auth/logout", 204, "{\"refresh_token\":\"none\"}"),
                    get("GET /api/v1/auth/me"),
                    get("GET /api/v1/me/patients"),
                    get("GET /api/v1/audit"),
                    send("POST /api/v1/auth/stream-ticket", 200, "{}"),
                    send("POST /api/v1/auth/token", 200, "").with(FORM, CREDENTIALS),
                    get("GET /api/v1/signing-keys"),
                    send("POST /api/v1/signing-keys", 201, "{}"),
                    send("DELETE /api/v1/signing-keys/{kid}", 404, "")
                            .at("/api/v1/signing-keys/none"),
                    get("GET /api/v1/service-accounts"),
                    send(
                            "POST /api/v1/service-accounts",
                            201,
                            "{\"name\":\"{new}\",\"roles\":[\"PIPELINE\"]}"),
                    get("GET /api/v1/service-accounts/{id}")
                            .at("/api/v1/service-accounts/pipeline1"),
                    send("PATCH /api/v1/service-accounts/{id}", 200, "{\"status\":\"ACTIVE\"}")
                            .at("/api/v1/service-accounts/pipeline1"),
                    send("POST /api/v1/service-accounts/{id}/secrets", 201, "{}")
                            .at("/api/v1/service-accounts/pipeline1/secrets"),
                    send("DELETE /api/v1/service-accounts/{id}/secrets/{secretId}", 404, "")
                            .at(
                                    "/api/v1/service-accounts/pipeline1/secrets/00000000-0000-4000-8000-000000000000"));

    static final List<Call> OF_VITALS =
            List.of(
                    send("POST /api/v1/devices/data", 202, SAMPLE),
                    send("POST /api/v1/devices/status", 200, STATUS),
                    get("GET /api/v1/devices/{type}/{id}/status")
                            .at("/api/v1/devices/monitor/{device}/status"),
                    webSocket("GET /api/v1/vitals/ws").at("/api/v1/vitals/ws?patient_id={patient}"),
                    get("GET /api/v1/patients/{id}/vitals").at("/api/v1/patients/{patient}/vitals"),
                    get("GET /fhir/metadata"),
                    send("POST /fhir", 200, BUNDLE),
                    send("POST /fhir/Observation", 201, OBSERVATION),
                    get("GET /fhir/Observation").at("/fhir/Observation?patient={patient}"),
                    get("GET /fhir/Observation/{id}").at("/fhir/Observation/{observation}"));

    static final List<Call> OF_SESSIONS =
            List.of(
                    send("POST /api/sessions", 201, "")
                            .with("multipart/form-data; boundary=x", RECORDING),
                    get("GET /api/sessions").at("/api/sessions?patient_id={patient}"),
                    get("GET /api/sessions/{id}").at("/api/sessions/{session}"),
                    send(
                                    "POST /api/sessions/{id}/progress",
                                    200,
                                    "{\"status\":\"transcribing\",\"progress\":1,\"message\":\"on its way\"}")
                            .at("/api/sessions/{session}/progress")
                            // The service's own workers may have ended it meanwhile.
                            .or(409),
                    get("GET /api/sessions/{id}/result")
                            .at("/api/sessions/{session}/result")
                            .or(409),
                    send("POST /api/sessions/{id}/retry", 409, "")
                            .at("/api/sessions/{session}/retry"),
                    send("POST /api/sessions/claim", 204, "{}").or(200),
                    new Call(
                            "GET /api/sessions/{id}/audio",
                            "/api/sessions/{session}/audio?lease_id=none",
                            Call.Transport.PLAIN,
                            "",
                            "",
                            409,
                            0));

    static final List<Call> OF_NOTIFICATIONS =
            List.of(
                    send(
                            "POST /api/notifications/system",
                            201,
                            "{\"user_id\":\"nurse1\",\"content\":\"The water is off until noon.\"}"),
                    get("GET /api/notifications"),
                    send("POST /api/notifications/{id}/ack", 200, "{}")
                            .at("/api/notifications/{notification}/ack"));

    /** Somebody whom every conversation has, and whom nobody asks as. */
    static final String LISTENER = "caregiver2";

    private static final String TALK = "/api/conversations/{conversation}";

    static final List<Call> OF_CONVERSATIONS =
            List.of(
                    send(
                            "POST /api/conversations",
                            201,
                            "{\"participants\":[\"" + LISTENER + "\"]}"),
                    get("GET /api/conversations"),
                    get("GET /api/conversations/{id}").at(TALK),
                    send("POST /api/conversations/{id}/read", 200, "{}").at(TALK + "/read"),
                    send("POST /api/conversations/{id}/typing", 204, "{}").at(TALK + "/typing"),
                    get("GET /api/conversations/{id}/participants").at(TALK + "/participants"),
                    send(
                                    "POST /api/conversations/{id}/participants",
                                    200,
                                    "{\"user_id\":\"" + LISTENER + "\"}")
                            .at(TALK + "/participants"),
                    send("POST /api/conversations/{id}/messages", 201, "{\"text\":\"Hello.\"}")
                            .at(TALK + "/messages"),
                    get("GET /api/conversations/{id}/messages").at(TALK + "/messages"),
                    send(
                                    "PATCH /api/conversations/{id}/messages/{messageId}",
                                    200,
                                    "{\"text\":\"Good day.\"}")
                            .at(TALK + "/messages/{message}"),
                    get("GET /api/conversations/{id}/messages/{messageId}/changes")
                            .at(TALK + "/messages/{message}/changes"),
                    send("DELETE /api/conversations/{id}/messages/{messageId}", 200, "")
                            .at(TALK + "/messages/{message}"),
                    send("DELETE /api/conversations/{id}/participants/{userId}", 204, "")
                            .at(TALK + "/participants/" + LISTENER));

    static final List<Call> OF_STREAMS =
            List.of(
                    sse("GET /api/v1/caregivers/alerts/stream"),
                    sse("GET /api/v1/alerts/stream").at("/api/v1/alerts/stream" + OF_PATIENT),
                    webSocket("GET /ws").at("/ws" + OF_PATIENT),
                    webSocket("GET /api/v1/alerts/ws").at("/api/v1/alerts/ws" + OF_PATIENT),
                    sse("GET /realtime/events"),
                    sse("GET /realtime/events/patient/{id}")
                            .at("/realtime/events/patient/{patient}"),
                    sse("GET /realtime/events/hospital/{id}")
                            .at("/realtime/events/hospital/{hospital}"),
                    sse("GET /realtime/events/device/{type}/{id}")
                            .at("/realtime/events/device/monitor/{device}"),
                    webSocket("GET /realtime/ws"),
                    webSocket("GET /realtime/ws/patient/{id}").at("/realtime/ws/patient/{patient}"),
                    webSocket("GET /realtime/ws/patient/{id}/waveform")
                            .at("/realtime/ws/patient/{patient}/waveform"),
                    webSocket("GET /realtime/ws/hospital/{id}")
                            .at("/realtime/ws/hospital/{hospital}"),
                    sse("GET /api/sessions/{id}/status/stream")
                            .at("/api/sessions/{session}/status/stream"),
                    webSocket("GET /api/sessions/{id}/status/ws")
                            .at("/api/sessions/{session}/status/ws"),
                    sse("GET /api/events/stream"),
                    sse("GET /api/sse"),
                    get("GET /realtime/stats"),
                    get("GET /realtime/presence/{room}")
                            .at("/realtime/presence/patient:{patient}:alerts"),
                    send("POST /realtime/test/publish", 202, EVENT));

    static final List<Call> ALL =
            List.of(
                            OF_EVERY_SERVICE,
                            OF_THE_PAGE,
                            OF_ACCESS,
                            AdministrationCalls.ALL,
                            OF_VITALS,
                            AlertCalls.ALL,
                            OF_SESSIONS,
                            OF_NOTIFICATIONS,
                            OF_CONVERSATIONS,
                            AppointmentCalls.ALL,
                            OF_STREAMS)
                    .stream()
                    .flatMap(List::stream)
                    .toList();
}
