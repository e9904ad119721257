package dev.wardcast.notifications.appointments;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * An appointment as it is wanted.
 *
 * @param patientId whom it is about, if it is about a patient
 * @param participants who is reminded
 */
record Draft(
        @Nullable String patientId,
        SortedSet<String> participants,
        Schedule schedule,
        Words words) {}
