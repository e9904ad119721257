package dev.wardcast.access.devices;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A device as it is stored; its id is one of many types. */
@MappedEntity("devices")
record DeviceRow(@Id String id, String type, String patientId, String status) {}
