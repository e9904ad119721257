package dev.wardcast.alerts.http;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a client asks for, as it wrote it; {@link AlertQuery} reads it.
 *
 * @param state a condition or a response, in one word
 * @param unattended {@code true}: only those that nobody answered in all their escalation
 */
@Introspected
record ListRequest(
        @QueryValue("patient_id") @Nullable String patientId,
        @QueryValue @Nullable String tier,
        @QueryValue @Nullable String state,
        @QueryValue @Nullable String condition,
        @QueryValue @Nullable String response,
        @QueryValue("vital_type") @Nullable String vitalType,
        @QueryValue("assigned_to") @Nullable String assignedTo,
        @QueryValue @Nullable String unattended,
        @QueryValue @Nullable String from,
        @QueryValue @Nullable String to,
        @QueryValue @Nullable Integer limit,
        @QueryValue @Nullable String cursor) {}
