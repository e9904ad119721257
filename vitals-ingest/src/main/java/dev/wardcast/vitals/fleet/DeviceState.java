package dev.wardcast.vitals.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device. All times are ours, of receipt, but {@code reportedAt}.
 *
 * @param patientId whom it was on last
 * @param connected whether it is heard
 * @param since when {@code connected} last changed
 * @param heardAt its last sign of life, a reading or a report; never goes back
 * @param interval how long it is usually silent between two
 * @param deadline when it counts as gone, if nothing more comes
 * @param reportedAt the device's own time of its last report
 * @param batteryLow whether it was said that the battery is low, and not yet that it is not
 * @param leadOff leads without contact, sorted
 */
record DeviceState(
        DeviceName name,
        String patientId,
        boolean connected,
        DeviceStatus status,
        Instant since,
        Instant heardAt,
        Duration interval,
        Instant deadline,
        @Nullable Instant reportedAt,
        @Nullable Integer batteryPercent,
        boolean batteryLow,
        List<String> leadOff) {

    DeviceState {
        leadOff = List.copyOf(leadOff);
    }

    static DeviceState neverHeard(DeviceName name, String patientId, Duration interval) {
        return new DeviceState(
                name,
                patientId,
                false,
                DeviceStatus.UNKNOWN,
                Instant.EPOCH,
                Instant.EPOCH,
                interval,
                Instant.EPOCH,
                null,
                null,
                false,
                List.of());
    }

    DeviceState heard(String patient, Instant at, Duration newInterval, Instant newDeadline) {
        return new DeviceState(
                name,
                patient,
                connected,
                status,
                since,
                at,
                newInterval,
                newDeadline,
                reportedAt,
                batteryPercent,
                batteryLow,
                leadOff);
    }

    DeviceState standing(boolean nowConnected, DeviceStatus newStatus, Instant at) {
        return new DeviceState(
                name,
                patientId,
                nowConnected,
                newStatus,
                nowConnected == connected ? since : at,
                heardAt,
                interval,
                deadline,
                reportedAt,
                batteryPercent,
                batteryLow,
                leadOff);
    }

    DeviceState reported(
            Instant deviceTime, @Nullable Integer percent, boolean low, List<String> leads) {
        return new DeviceState(
                name,
                patientId,
                connected,
                status,
                since,
                heardAt,
                interval,
                deadline,
                deviceTime,
                percent,
                low,
                leads);
    }
}
