package dev.wardcast.eventlog.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadingEventsTest {

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
        NewEvent event = ReadingEvents.OF_PATIENT.event(2, ENTRY);
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
        NewEvent event = ReadingEvents.OF_DEVICE.event(2, ENTRY);
        assertEquals(new Room.Device("monitor", "m-1"), event.room());
        assertEquals(EventType.DEVICE_DATA_UPDATE, event.type());
        assertArrayEquals(ReadingEvents.OF_PATIENT.event(2, ENTRY).data(), event.data());
    }

    @Test
    void a_newer_reading_of_the_same_device_and_kind_takes_the_place_of_an_older_one() {
        for (ReadingEvents kind : ReadingEvents.values()) {
            NewEvent event = kind.event(2, ENTRY);
            assertEquals("monitor:m-1:blood_pressure", event.collapseKey());
            assertFalse(event.once());
        }
    }

    @Test
    void a_repeat_has_the_same_ids() {
        assertEquals("v2-1767051000000-3-p", ReadingEvents.OF_PATIENT.event(2, ENTRY).id());
        assertEquals("v2-1767051000000-3-d", ReadingEvents.OF_DEVICE.event(2, ENTRY).id());
    }
}
