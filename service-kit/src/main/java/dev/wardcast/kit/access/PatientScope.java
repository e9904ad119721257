package dev.wardcast.kit.access;

/** What of a patient someone wants to see or do. */
public enum PatientScope {
    /** Alerts and their acknowledgements. */
    ALERTS,
    /** Vital signs, waveforms, device data. */
    VITALS,
    /** Everything else about the patient: status, admission, sessions, chat. */
    RECORD
}
