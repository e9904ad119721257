package dev.wardcast.vitals.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.kit.audit.PatientRead;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a device is.
 *
 * @param patientId whom it was on last
 * @param status what it said last, {@code offline} while nothing is heard of it, {@code unknown} if
 *     nothing ever was
 * @param since when {@code connected} last changed
 * @param lastHeardAt its last sign of life; may be behind by a quarter of the silence that it is
 *     allowed
 * @param silentAt when it counts as gone, if nothing more comes; absent while it is gone
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusView(
        String deviceType,
        String deviceId,
        @Nullable String patientId,
        String status,
        boolean connected,
        @Nullable Instant since,
        @Nullable Instant lastHeardAt,
        @Nullable Instant silentAt,
        @Nullable Integer batteryPercent,
        boolean batteryLow,
        List<String> leadOff)
        implements PatientRead.AboutPatients {

    static StatusView of(DeviceState state) {
        return new StatusView(
                state.name().type(),
                state.name().id(),
                state.patientId(),
                state.status().wireName(),
                state.connected(),
                state.since(),
                state.heardAt(),
                state.connected() ? state.deadline() : null,
                state.batteryPercent(),
                state.batteryLow(),
                state.leadOff());
    }

    static StatusView unknown(DeviceName name) {
        return new StatusView(
                name.type(),
                name.id(),
                null,
                DeviceStatus.UNKNOWN.wireName(),
                false,
                null,
                null,
                null,
                null,
                false,
                List.of());
    }

    @Override
    public Iterable<String> aboutPatients() {
        return patientId == null ? List.of() : List.of(patientId);
    }
}
