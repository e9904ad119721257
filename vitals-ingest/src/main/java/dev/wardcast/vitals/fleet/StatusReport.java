package dev.wardcast.vitals.fleet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device says of itself.
 *
 * @param batteryPercent 0 to 100; {@code null}: nothing new
 * @param leadOff leads without contact, sorted; {@code null}: nothing new
 * @param takenAt by the device's clock, never later than ours
 */
record StatusReport(
        DeviceName name,
        String patientId,
        DeviceStatus status,
        @Nullable Integer batteryPercent,
        @Nullable List<String> leadOff,
        Instant takenAt) {}
