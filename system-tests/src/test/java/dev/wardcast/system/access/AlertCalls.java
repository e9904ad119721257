package dev.wardcast.system.access;

import static dev.wardcast.system.access.Call.delete;
import static dev.wardcast.system.access.Call.get;
import static dev.wardcast.system.access.Call.send;

import java.util.List;
import java.util.stream.Stream;

/** How each route about alerts, their rules and their escalation is asked. */
final class AlertCalls {

    private static final String BY_HAND =
            "{\"patient_id\":\"{patient}\",\"tier\":\"INFO\",\"reasons\":[\"looks pale\"],"
                    + "\"idempotency_key\":\"{new}\"}";
    private static final String STEPS = "\"steps\":[{\"after\":\"PT5M\",\"roles\":[\"doctor\"]}]";
    private static final String POLICY =
            "{\"name\":\"Of this patient\",\"tier\":\"WARNING\",\"patient_id\":\"{patient}\","
                    + STEPS
                    + "}";

    private AlertCalls() {}

    private static final List<Call> ALERTS =
            List.of(
                    get("GET /api/v1/alerts").at("/api/v1/alerts?patient_id={patient}"),
                    send("POST /api/v1/alerts", 201, BY_HAND),
                    get("GET /api/v1/alerts/{alertId}").at("/api/v1/alerts/{alert}"),
                    get("GET /api/v1/alerts/{alertId}/history")
                            .at("/api/v1/alerts/{alert}/history"),
                    get("GET /api/v1/alerts/events")
                            .at("/api/v1/alerts/events?patient_id={patient}"),
                    get("GET /api/v1/alerts/news2").at("/api/v1/alerts/news2?patient_id={patient}"),
                    get("GET /api/v1/alerts/statistics")
                            .at("/api/v1/alerts/statistics?patient_id={patient}"),
                    send("POST /api/v1/alerts/alerts/{alertId}/acknowledge", 200, "{}")
                            .at("/api/v1/alerts/alerts/{alert}/acknowledge?patient_id={patient}"),
                    send(
                            "POST /api/v1/alerts/acknowledge",
                            200,
                            "{\"alerts\":[{\"alert_id\":\"{new}\",\"patient_id\":\"patient-1\"}]}"),
                    send("POST /api/v1/alerts/{alertId}/snooze", 200, "{\"minutes\":5}")
                            .at("/api/v1/alerts/{alert}/snooze")
                            .or(409),
                    send("POST /api/v1/alerts/{alertId}/assign", 200, "{\"user_id\":\"admin\"}")
                            .at("/api/v1/alerts/{alert}/assign"),
                    send("POST /api/v1/alerts/{alertId}/comments", 200, "{\"text\":\"Seen.\"}")
                            .at("/api/v1/alerts/{alert}/comments"),
                    send("POST /api/v1/alerts/{alertId}/resolve", 200, "{}")
                            .at("/api/v1/alerts/{alert}/resolve"));

    private static final List<Call> RULES =
            List.of(
                    get("GET /api/v1/alert-rules"),
                    send("POST /api/v1/alert-rules", 422, "{}"),
                    get("GET /api/v1/alert-rules/{id}").at("/api/v1/alert-rules/heart_rate"),
                    send("PUT /api/v1/alert-rules/{id}", 409, "{\"version\":999999}")
                            .at("/api/v1/alert-rules/heart_rate"),
                    send("DELETE /api/v1/alert-rules/{id}", 404, "").at("/api/v1/alert-rules/none"),
                    get("GET /api/v1/alert-rules/{id}/versions")
                            .at("/api/v1/alert-rules/heart_rate/versions"),
                    get("GET /api/v1/alert-rules/{id}/patients")
                            .at("/api/v1/alert-rules/heart_rate/patients"),
                    send("PUT /api/v1/alert-rules/{id}/patients/{patientId}", 200, "{}")
                            .at("/api/v1/alert-rules/heart_rate/patients/{patient}"),
                    get("GET /api/v1/alert-rules/{id}/patients/{patientId}")
                            .at("/api/v1/alert-rules/heart_rate/patients/{patient}"),
                    delete("DELETE /api/v1/alert-rules/{id}/patients/{patientId}")
                            .at("/api/v1/alert-rules/heart_rate/patients/{patient}"),
                    get("GET /api/v1/alert-rules/quarantine"),
                    send(
                            "POST /api/v1/alert-rules/test",
                            200,
                            "{\"patient_id\":\"{patient}\",\"rule_id\":\"heart_rate\"}"));

    private static final List<Call> POLICIES =
            List.of(
                    get("GET /api/v1/escalation-policies")
                            .at("/api/v1/escalation-policies?patient_id={patient}"),
                    send("POST /api/v1/escalation-policies", 201, POLICY).or(409),
                    send("GET /api/v1/escalation-policies/{policyId}", 404, "")
                            .at("/api/v1/escalation-policies/none"),
                    send("GET /api/v1/escalation-policies/{policyId}/versions", 404, "")
                            .at("/api/v1/escalation-policies/none/versions"),
                    send(
                                    "PUT /api/v1/escalation-policies/{policyId}",
                                    404,
                                    "{\"name\":\"Another\"," + STEPS + "}")
                            .at("/api/v1/escalation-policies/none"),
                    send("DELETE /api/v1/escalation-policies/{policyId}", 404, "")
                            .at("/api/v1/escalation-policies/none"));

    static final List<Call> ALL = Stream.of(ALERTS, RULES, POLICIES).flatMap(List::stream).toList();
}
