package dev.wardcast.system.access;

/** Everybody there is: one user for each role, who has that role alone. */
enum Who {
    ADMIN("admin"),
    PATIENT("patient1"),
    CAREGIVER("caregiver1"),
    THERAPIST("therapist1"),
    DOCTOR("doctor1"),
    NURSE("nurse1"),
    DISPATCHER("dispatcher1"),
    DEVICE("a-device"),
    PIPELINE("pipeline2");

    private final String userId;

    Who(String userId) {
        this.userId = userId;
    }

    String userId() {
        return userId;
    }

    boolean isMachine() {
        return this == DEVICE || this == PIPELINE;
    }
}
