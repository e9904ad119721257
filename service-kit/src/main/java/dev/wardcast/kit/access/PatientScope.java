package dev.wardcast.kit.access;

import static dev.wardcast.kit.access.Role.ADMIN;
import static dev.wardcast.kit.access.Role.CAREGIVER;
import static dev.wardcast.kit.access.Role.DISPATCHER;
import static dev.wardcast.kit.access.Role.DOCTOR;
import static dev.wardcast.kit.access.Role.NURSE;
import static dev.wardcast.kit.access.Role.PATIENT;
import static dev.wardcast.kit.access.Role.THERAPIST;

import java.util.EnumSet;
import java.util.Set;

/** What of a patient someone wants to see or do. */
public enum PatientScope {
    /** Alerts and their acknowledgements. */
    ALERTS(PATIENT, CAREGIVER, THERAPIST, DOCTOR, NURSE, DISPATCHER, ADMIN),
    /** Vital signs, waveforms, device data. */
    VITALS(PATIENT, CAREGIVER, THERAPIST, DOCTOR, NURSE, ADMIN),
    /** Everything else about the patient: status, admission, chat. */
    RECORD(PATIENT, CAREGIVER, THERAPIST, DOCTOR, NURSE, ADMIN),
    /** Recordings of sessions, and how far their processing is. */
    SESSIONS(PATIENT, THERAPIST, ADMIN);

    private final Set<Role> roles;

    PatientScope(Role first, Role... more) {
        roles = EnumSet.of(first, more);
    }

    /**
     * The roles that count here, each for the patients that it is for. Of somebody who has others
     * too, those are worth nothing: a patient with a grant for somebody else sees that one's
     * alerts, and none of their sessions.
     */
    public Set<Role> roles() {
        return EnumSet.copyOf(roles);
    }
}
