package dev.wardcast.gateway.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Room;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Which patient a room or an event is about; an empty string for none. */
final class PatientOf {

    private static final JsonFactory JSON = new JsonFactory();

    private PatientOf() {}

    /** Rooms of hospitals and devices are about the patients that their events name. */
    static String room(Room room) {
        return switch (room) {
            case Room.Patient(String id) -> id;
            case Room.PatientVitals(String id) -> id;
            case Room.PatientWaveform(String id) -> id;
            case Room.PatientAlerts(String id) -> id;
            case Room.Hospital _, Room.HospitalAlerts _, Room.HospitalDevices _ -> "";
            case Room.Device _, Room.DeviceStatus _ -> "";
            case Room.SystemAlerts _, Room.AdminUpdates _ -> "";
            case Room.User _, Room.Session _ -> "";
            case Room.AudienceAll _, Room.AudienceRole _, Room.AudienceHospital _ -> "";
            case Room.Notices _ -> "";
        };
    }

    static Set<String> rooms(Collection<Room> rooms) {
        Set<String> patients = new TreeSet<>();
        for (Room room : rooms) {
            patients.add(room(room));
        }
        patients.remove("");
        return patients;
    }

    static String event(LogEvent event) {
        return event(event.room(), event.dataBytes());
    }

    static String event(String room, byte[] data) {
        String patient;
        try {
            patient = room(Room.parse(room));
        } catch (IllegalArgumentException ofALaterVersion) {
            patient = "";
        }
        return patient.isEmpty() ? named(data) : patient;
    }

    /** The field {@code patient_id} of the object itself, not of one inside it. */
    private static String named(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals("patient_id");
                JsonToken value = parser.nextToken();
                if (found) {
                    String id = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                    return Room.ID.matcher(id).matches() ? id : "";
                }
                parser.skipChildren();
            }
            return "";
        } catch (IOException malformed) {
            return "";
        }
    }
}
