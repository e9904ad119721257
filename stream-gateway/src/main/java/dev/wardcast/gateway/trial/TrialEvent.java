package dev.wardcast.gateway.trial;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An event as it is asked for: its type says which ids it needs and which room it goes to.
 *
 * @param fields all that was sent
 */
record TrialEvent(EventType type, Room room, JsonNode fields) {

    static final String TYPE = "event_type";

    /**
     * @throws ProblemException 400 without a type, 422 for a type that there is not, an id that is
     *     missing or malformed
     */
    static TrialEvent parse(JsonNode body) {
        if (!body.isObject()) {
            throw ProblemException.badRequest("invalid_body", "body (expected: an object)");
        }
        Optional<String> name = text(body, TYPE);
        if (name.isEmpty()) {
            throw ProblemException.badRequest(
                    "missing_field",
                    TYPE + " (expected: the name of an event, such as patient.alert)");
        }
        EventType type =
                Arrays.stream(EventType.values())
                        .filter(each -> each != EventType.USER_GROUP)
                        .filter(known -> known.wireName().equals(name.get()))
                        .findFirst()
                        .orElseThrow(TrialEvent::unknownType);
        return new TrialEvent(type, room(type, body), body);
    }

    private static Room room(EventType type, JsonNode body) {
        return switch (type) {
            case PATIENT_VITALS_UPDATE -> new Room.PatientVitals(id(body, "patient_id"));
            case PATIENT_ALERT -> new Room.PatientAlerts(id(body, "patient_id"));
            case PATIENT_STATUS_CHANGE, PATIENT_ADMISSION, PATIENT_DISCHARGE ->
                    new Room.Patient(id(body, "patient_id"));
            case DEVICE_DATA_UPDATE, DEVICE_ALERT ->
                    new Room.Device(id(body, "device_type"), id(body, "device_id"));
            case DEVICE_STATUS_CHANGE, DEVICE_CONNECTED, DEVICE_DISCONNECTED ->
                    new Room.DeviceStatus(id(body, "device_type"), id(body, "device_id"));
            case HOSPITAL_ALERT -> new Room.HospitalAlerts(id(body, "hospital_id"));
            case HOSPITAL_CAPACITY_UPDATE, HOSPITAL_EMERGENCY ->
                    new Room.Hospital(id(body, "hospital_id"));
            case SYSTEM_ALERT, SYSTEM_MAINTENANCE, SYSTEM_UPDATE -> new Room.SystemAlerts();
            case SESSION_PROGRESS, SESSION_COMPLETE, SESSION_ERROR ->
                    new Room.Session(id(body, "session_id"));
            case USER_NOTIFICATION, USER_MESSAGE, USER_SIGNAL -> new Room.User(id(body, "user_id"));
            case USER_GROUP -> throw unknownType();
        };
    }

    /**
     * The event to publish.
     *
     * @param data all that was sent but the type, as JSON
     */
    NewEvent toPublish(String id, Instant at, byte[] data) {
        return switch (type) {
            // Readings supersede each other, as those of real devices do.
            case PATIENT_VITALS_UPDATE, DEVICE_DATA_UPDATE ->
                    NewEvent.reading(id, room, type, at, data, collapseKey());
            case PATIENT_ALERT,
                    PATIENT_STATUS_CHANGE,
                    PATIENT_ADMISSION,
                    PATIENT_DISCHARGE,
                    DEVICE_STATUS_CHANGE,
                    DEVICE_CONNECTED,
                    DEVICE_DISCONNECTED,
                    DEVICE_ALERT,
                    HOSPITAL_ALERT,
                    HOSPITAL_CAPACITY_UPDATE,
                    HOSPITAL_EMERGENCY,
                    SYSTEM_ALERT,
                    SYSTEM_MAINTENANCE,
                    SYSTEM_UPDATE,
                    SESSION_PROGRESS,
                    SESSION_COMPLETE,
                    SESSION_ERROR,
                    USER_NOTIFICATION,
                    USER_MESSAGE,
                    USER_SIGNAL,
                    USER_GROUP ->
                    NewEvent.once(id, room, type, at, data);
        };
    }

    private String collapseKey() {
        return part("device_type") + ":" + part("device_id") + ":" + part("data_type");
    }

    private String part(String field) {
        return text(fields, field).filter(id -> Room.ID.matcher(id).matches()).orElse("trial");
    }

    private static String id(JsonNode body, String field) {
        return text(body, field)
                .filter(id -> Room.ID.matcher(id).matches())
                .orElseThrow(() ->
                        ProblemException.unprocessable(
                                List.of(
                                        new FieldError(
                                                field,
                                                "expected: 1 to 64 of A-Z a-z 0-9 . _ -, which this type of event needs"))));
    }

    private static Optional<String> text(JsonNode body, String field) {
        return Optional.ofNullable(body.get(field))
                .filter(JsonNode::isString)
                .map(JsonNode::getStringValue);
    }

    private static ProblemException unknownType() {
        String known =
                String.join(
                        ", ",
                        Arrays.stream(EventType.values())
                                .filter(each -> each != EventType.USER_GROUP)
                                .map(EventType::wireName)
                                .toList());
        return ProblemException.unprocessable(
                List.of(new FieldError(TYPE, "expected: one of " + known)));
    }
}
