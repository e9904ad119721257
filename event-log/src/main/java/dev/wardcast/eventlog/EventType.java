package dev.wardcast.eventlog;

/**
 * What an event is about. The wire name is the {@code event:} of the named-event streams; the
 * WebSocket name is the short {@code type} that its clients know.
 */
public enum EventType {
    PATIENT_VITALS_UPDATE("patient.vitals.update", "vitals_update"),
    PATIENT_ALERT("patient.alert", "patient_alert"),
    PATIENT_STATUS_CHANGE("patient.status.change"),
    PATIENT_ADMISSION("patient.admission"),
    PATIENT_DISCHARGE("patient.discharge"),
    DEVICE_DATA_UPDATE("device.data.update"),
    DEVICE_STATUS_CHANGE("device.status.change"),
    DEVICE_CONNECTED("device.connected"),
    DEVICE_DISCONNECTED("device.disconnected"),
    DEVICE_ALERT("device.alert"),
    HOSPITAL_ALERT("hospital.alert"),
    HOSPITAL_CAPACITY_UPDATE("hospital.capacity.update"),
    HOSPITAL_EMERGENCY("hospital.emergency"),
    SYSTEM_ALERT("system.alert"),
    SYSTEM_MAINTENANCE("system.maintenance"),
    SYSTEM_UPDATE("system.update"),
    SESSION_PROGRESS("session.progress", "progress"),
    SESSION_COMPLETE("session.complete", "complete"),
    SESSION_ERROR("session.error", "error"),
    USER_NOTIFICATION("user.notification"),
    USER_MESSAGE("user.message"),
    /** Worth something only now: who is typing, how far somebody has read. */
    USER_SIGNAL("user.signal"),
    /** There is a group that the user is in; no client is told of it. */
    USER_GROUP("user.group");

    private final String wireName;
    private final String webSocketName;

    EventType(String wireName) {
        this(wireName, wireName.replace('.', '_'));
    }

    EventType(String wireName, String webSocketName) {
        this.wireName = wireName;
        this.webSocketName = webSocketName;
    }

    public String wireName() {
        return wireName;
    }

    public String webSocketName() {
        return webSocketName;
    }
}
