package dev.wardcast.access.emergency;

import dev.wardcast.access.events.Announcements.Announcement;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What administrators are told at once. The reason is not in it: a person wrote it, and it may say
 * more of the patient than should stand in the buffers of a log.
 */
final class EmergencyEvents {

    private EmergencyEvents() {}

    static Announcement started(EmergencyRow access) {
        return told("break_glass_started", access, Map.of());
    }

    /**
     * @param by {@code null} where the time was over
     */
    static Announcement ended(EmergencyRow access, @Nullable String by) {
        return told(
                "break_glass_ended",
                access,
                by == null ? Map.of("cause", "time") : Map.of("cause", "user", "ended_by", by));
    }

    private static Announcement told(String kind, EmergencyRow access, Map<String, String> more) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("kind", kind);
        data.put("break_glass_id", access.id());
        data.put("user_id", access.userId());
        data.put("patient_id", access.patientId());
        data.put("until", access.until().toString());
        data.putAll(more);
        return new Announcement(new Room.AdminUpdates(), EventType.SYSTEM_ALERT, data);
    }
}
