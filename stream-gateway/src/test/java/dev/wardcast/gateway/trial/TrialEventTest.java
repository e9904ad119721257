package dev.wardcast.gateway.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrialEventTest {

    private static JsonNode body(String type, String... without) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("event_type", JsonNode.createStringNode(type));
        for (String id :
                new String[] {
                    "patient_id", "hospital_id", "device_type", "device_id", "session_id", "user_id"
                }) {
            fields.put(id, JsonNode.createStringNode(id.substring(0, 1) + "1"));
        }
        for (String gone : without) {
            fields.remove(gone);
        }
        return JsonNode.createObjectNode(fields);
    }

    @ParameterizedTest
    @CsvSource({
        "patient.vitals.update, patient:p1:vitals",
        "patient.alert, patient:p1:alerts",
        "patient.status.change, patient:p1",
        "patient.admission, patient:p1",
        "patient.discharge, patient:p1",
        "hospital.alert, hospital:h1:alerts",
        "hospital.capacity.update, hospital:h1",
        "hospital.emergency, hospital:h1",
        "device.data.update, device:d1:d1",
        "device.alert, device:d1:d1",
        "device.status.change, device:d1:d1:status",
        "device.connected, device:d1:d1:status",
        "device.disconnected, device:d1:d1:status",
        "system.alert, system:alerts",
        "system.maintenance, system:alerts",
        "system.update, system:alerts",
        "session.progress, session:s1",
        "user.notification, user:u1",
    })
    void each_type_goes_to_its_room(String type, String room) {
        assertEquals(room, TrialEvent.parse(body(type)).room().name());
    }

    @Test
    void nobody_is_put_into_a_group_by_hand() {
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> TrialEvent.parse(body("user.group")));
        assertEquals(HttpStatus.UNPROCESSABLE_ENTITY, refusal.status());
        assertFalse(refusal.getMessage().contains("user.group"));
    }

    @ParameterizedTest
    @EnumSource(value = EventType.class, mode = EnumSource.Mode.EXCLUDE, names = "USER_GROUP")
    void every_type_can_be_tried(EventType type) {
        TrialEvent event = TrialEvent.parse(body(type.wireName()));
        var published = event.toPublish("id", java.time.Instant.EPOCH, new byte[] {'{', '}'});
        assertEquals(type, published.type());
        assertEquals(
                type == EventType.PATIENT_VITALS_UPDATE || type == EventType.DEVICE_DATA_UPDATE,
                published.collapseKey() != null);
    }

    @ParameterizedTest
    @CsvSource({
        "patient.alert, patient_id",
        "hospital.alert, hospital_id",
        "device.alert, device_type",
        "device.connected, device_id",
    })
    void what_is_missing_is_named(String type, String field) {
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> TrialEvent.parse(body(type, field)));
        assertEquals(HttpStatus.UNPROCESSABLE_ENTITY, refusal.status());
        assertTrue(refusal.getMessage().startsWith(field + ": "), refusal.getMessage());
    }

    @Test
    void without_a_type_it_is_no_event_and_with_an_unknown_one_the_known_are_named() {
        ProblemException none =
                assertThrows(
                        ProblemException.class,
                        () -> TrialEvent.parse(body("patient.alert", "event_type")));
        assertEquals(HttpStatus.BAD_REQUEST, none.status());
        ProblemException unknown =
                assertThrows(ProblemException.class, () -> TrialEvent.parse(body("patient.moved")));
        assertEquals(HttpStatus.UNPROCESSABLE_ENTITY, unknown.status());
        assertTrue(unknown.getMessage().contains("patient.vitals.update"));
        assertEquals(
                HttpStatus.BAD_REQUEST,
                assertThrows(
                                ProblemException.class,
                                () -> TrialEvent.parse(JsonNode.createStringNode("x")))
                        .status());
    }
}
