package dev.wardcast.vitals.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What others have to be told about a device. */
sealed interface DeviceChange {

    record Connected() implements DeviceChange {}

    record Disconnected(Reason reason) implements DeviceChange {}

    record StatusChanged(DeviceStatus before, DeviceStatus now) implements DeviceChange {}

    /**
     * A technical fault began or ended.
     *
     * @param active whether it is there now
     */
    record Fault(Kind kind, boolean active, @Nullable Integer batteryPercent, List<String> leads)
            implements DeviceChange {}

    enum Reason {
        SILENCE,
        REPORTED
    }

    enum Kind {
        BATTERY_LOW,
        LEAD_OFF
    }
}
