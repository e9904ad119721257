package dev.wardcast.gateway.audit;

import dev.wardcast.eventlog.EventData;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Room;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Which patient a room or an event is about; an empty string for none. */
final class PatientOf {

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
            case Room.Group group -> group.about() == null ? "" : group.about().patientId();
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
            Room where = Room.parse(room);
            patient = room(where);
            if (where instanceof Room.Group) {
                return patient;
            }
        } catch (IllegalArgumentException ofALaterVersion) {
            patient = "";
        }
        return patient.isEmpty() ? named(data) : patient;
    }

    private static String named(byte[] json) {
        String id = EventData.text(json, "patient_id");
        return Room.ID.matcher(id).matches() ? id : "";
    }
}
