package dev.wardcast.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private static String data(String json, String first, String cursor) {
        return new String(Envelope.data(json.getBytes(UTF_8), first, cursor), UTF_8);
    }

    private static String event(String json, String cursor) {
        return new String(
                Envelope.event("patient_alert", "patient:p", json.getBytes(UTF_8), 0, cursor),
                UTF_8);
    }

    @Test
    void an_events_own_json_is_inside_as_it_is() {
        assertEquals(
                "{\"type\":\"patient_alert\",\"room\":\"patient:p\",\"data\":{\"name\":\"Å, \\\"B\\\"\"},\"timestamp\":\"1970-01-01T00:00:00Z\"}",
                event("{\"name\":\"Å, \\\"B\\\"\"}", ""));
    }

    @Test
    void a_cursor_comes_last_or_not_at_all() {
        assertEquals(
                "{\"type\":\"patient_alert\",\"room\":\"patient:p\",\"data\":{},\"timestamp\":\"1970-01-01T00:00:00Z\",\"cursor\":\"a-1\"}",
                event("{}", "a-1"));
    }

    @Test
    void fields_are_put_around_the_datas_own() {
        assertEquals("{\"n\":1}", data("{\"n\":1}", "", ""));
        assertEquals("{\"n\":1,\"cursor\":\"a-1\"}", data("{\"n\":1}", "", "a-1"));
        assertEquals("{\"type\":\"x\",\"n\":1}", data("{\"n\":1}", "\"type\":\"x\"", ""));
        assertEquals(
                "{\"type\":\"x\",\"n\":1,\"cursor\":\"a-1\"}",
                data("{\"n\":1}", "\"type\":\"x\"", "a-1"));
    }

    @Test
    void fields_are_put_into_an_empty_object_without_stray_commas() {
        assertEquals("{}", data("{}", "", ""));
        assertEquals("{\"cursor\":\"a-1\"}", data("{}", "", "a-1"));
        assertEquals("{\"type\":\"x\"}", data("{}", "\"type\":\"x\"", ""));
        assertEquals("{\"type\":\"x\",\"cursor\":\"a-1\"}", data("{}", "\"type\":\"x\"", "a-1"));
    }

    @Test
    void names_are_short_for_websocket_also_those_of_a_later_version() {
        assertEquals("vitals_update", Envelope.shortName("patient.vitals.update"));
        assertEquals("device_status_change", Envelope.shortName("device.status.change"));
        assertEquals("progress", Envelope.shortName("session.progress"));
        assertEquals("robot_arm_moved", Envelope.shortName("robot.arm.moved"));
    }

    @Test
    void rooms_are_listed_in_their_order() {
        assertEquals("[]", Envelope.array(List.of()));
        assertEquals("[\"a\",\"b\"]", Envelope.array(List.of("b", "a")));
    }
}
