package dev.wardcast.access.events;

import dev.wardcast.access.events.Announcements.Announcement;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import java.util.List;
import java.util.Map;

/** That a patient came to a hospital or left it, for those who follow the one or the other. */
public final class StayEvents {

    private StayEvents() {}

    public static List<Announcement> admitted(String patientId, String hospitalId) {
        return both(
                EventType.PATIENT_ADMISSION,
                patientId,
                hospitalId,
                Map.of("patient_id", patientId, "hospital_id", hospitalId));
    }

    /**
     * @param transferred whether the patient went on to another hospital. To which one is not said:
     *     that is nothing to those of the first
     */
    public static List<Announcement> discharged(
            String patientId, String hospitalId, boolean transferred) {
        return both(
                EventType.PATIENT_DISCHARGE,
                patientId,
                hospitalId,
                Map.of(
                        "patient_id",
                        patientId,
                        "hospital_id",
                        hospitalId,
                        "reason",
                        transferred ? "transferred" : "discharged"));
    }

    private static List<Announcement> both(
            EventType type, String patientId, String hospitalId, Map<String, String> data) {
        return List.of(
                new Announcement(new Room.Patient(patientId), type, data),
                new Announcement(new Room.Hospital(hospitalId), type, data));
    }
}
