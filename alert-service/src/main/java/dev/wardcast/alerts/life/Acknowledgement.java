package dev.wardcast.alerts.life;

import org.jspecify.annotations.Nullable;

/**
 * That somebody acknowledges an alert.
 *
 * @param patientId whose alert the person believes it to be
 */
public record Acknowledgement(
        String alertId, String patientId, Person by, AckStatus status, @Nullable String note) {}
