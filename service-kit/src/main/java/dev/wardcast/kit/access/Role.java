package dev.wardcast.kit.access;

/** Roles of people, and of machines ({@code DEVICE}, {@code PIPELINE}). */
public enum Role {
    PATIENT,
    CAREGIVER,
    DOCTOR,
    NURSE,
    THERAPIST,
    DISPATCHER,
    ADMIN,
    DEVICE,
    PIPELINE
}
