package dev.wardcast.vitals.waveform;

/**
 * One connection that sends waveforms.
 *
 * @param name who of the patient's devices, and which of its streams: a second connection of the
 *     same name takes the first one's place
 * @param owner this connection and no other
 */
record Source(String patient, String name, String owner) {

    /** Without the owner: what connections compete for. */
    String seat() {
        return patient + ":" + name;
    }
}
