package dev.wardcast.vitals.intake;

/** A controller that devices come to, with their key; {@link DeviceKeyRule} lets them in. */
public interface DeviceRoute {}
