package dev.wardcast.vitals.fleet;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a device is, as it says itself or as its silence says. */
enum DeviceStatus {
    /** Nothing was ever heard of it. */
    UNKNOWN,
    ONLINE,
    OFFLINE,
    /** There, but not measuring. */
    STANDBY,
    MAINTENANCE,
    ERROR;

    /** What a device can say of itself, for people to read. */
    static final String REPORTABLE =
            Stream.of(values())
                    .filter(status -> status != UNKNOWN)
                    .map(DeviceStatus::wireName)
                    .collect(Collectors.joining(", "));

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DeviceStatus> ofWireName(String name) {
        return Stream.of(values()).filter(status -> status.wireName().equals(name)).findFirst();
    }
}
