package dev.wardcast.vitals.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VitalsEventsTest {

    private static final Entry ENTRY =
            new Entry(
                    "1767051000000-3",
                    new Sample(
                            "monitor",
                            "m-1",
                            "patient-1",
                            VitalType.BLOOD_PRESSURE,
                            List.of(120.0, 79.5),
                            Instant.parse("2025-12-29T23:29:58Z"),
                            Instant.parse("2025-12-29T23:30:00.5Z"),
                            OptionalLong.of(7)));

    @Test
    void the_patient_s_room_gets_the_values_under_the_name_of_the_vital_sign_too() {
        NewEvent event = VitalsEvents.of(2, ENTRY).getFirst();
        assertEquals(new Room.PatientVitals("patient-1"), event.room());
        assertEquals(EventType.PATIENT_VITALS_UPDATE, event.type());
        assertEquals(
                """
                {"patient_id":"patient-1","device_id":"m-1","device_type":"monitor",\
                "data_type":"blood_pressure","values":{"systolic":120.0,"diastolic":79.5},\
                "blood_pressure":{"systolic":120.0,"diastolic":79.5},\
                "timestamp":"2025-12-29T23:29:58Z","received_at":"2025-12-29T23:30:00.500Z"}\
                """,
                new String(event.data(), UTF_8));
    }

    @Test
    void the_device_s_room_gets_the_very_same() {
        List<NewEvent> events = VitalsEvents.of(2, ENTRY);
        assertEquals(new Room.Device("monitor", "m-1"), events.getLast().room());
        assertEquals(EventType.DEVICE_DATA_UPDATE, events.getLast().type());
        assertSame(events.getFirst().data(), events.getLast().data());
    }

    @Test
    void a_newer_reading_of_the_same_device_and_kind_takes_the_place_of_an_older_one() {
        for (NewEvent event : VitalsEvents.of(2, ENTRY)) {
            assertEquals("monitor:m-1:blood_pressure", event.collapseKey());
            assertFalse(event.once());
        }
    }

    @Test
    void a_repeat_has_the_same_ids() {
        List<String> ids = VitalsEvents.of(2, ENTRY).stream().map(NewEvent::id).toList();
        assertEquals(List.of("v2-1767051000000-3-p", "v2-1767051000000-3-d"), ids);
    }
}
