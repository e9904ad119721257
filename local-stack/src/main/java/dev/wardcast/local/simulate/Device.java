package dev.wardcast.local.simulate;

/**
 * A device as the registry knows it.
 *
 * @param key what proves that it is this device
 */
record Device(String type, String id, String patientId, String key) {

    static final String TYPE = "monitor";

    /** The device that the demo data have for {@code patient-N}. */
    static Device ofDemo(int number) {
        return new Device(
                TYPE, "demo-device-" + number, "patient-" + number, "demo-device-" + number);
    }

    /** The key stays out of logs and messages. */
    @Override
    public String toString() {
        return type + "/" + id + " of " + patientId;
    }
}
