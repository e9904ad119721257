package dev.wardcast.access.page;

import org.jspecify.annotations.Nullable;

/** An item that says something about a patient, so that whoever lists it has read about them. */
public interface OfPatient {

    /** {@code null}: about nobody. */
    @Nullable String patientId();
}
