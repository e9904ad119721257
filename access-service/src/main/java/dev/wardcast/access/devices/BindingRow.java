package dev.wardcast.access.devices;

import dev.wardcast.eventlog.Room;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** That a device was somebody's, and its room may still have their readings. */
@MappedEntity("device_bindings")
record BindingRow(@Id long id, String deviceType, String deviceId) {
    Room room() {
        return new Room.Device(deviceType, deviceId);
    }
}
