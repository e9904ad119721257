package dev.wardcast.kit.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

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
    PIPELINE;

    /** Leaves out names of other versions, so that a new role does not lock its users out. */
    static Set<Role> known(Collection<String> names) {
        Set<Role> known = EnumSet.noneOf(Role.class);
        for (Role role : values()) {
            if (names.contains(role.name())) {
                known.add(role);
            }
        }
        return known;
    }
}
