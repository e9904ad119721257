package dev.wardcast.vitals.fleet;

/** A device as it names itself. */
record DeviceName(String type, String id) {}
