package dev.wardcast.eventlog.waveform;

import dev.wardcast.eventlog.Keys;

/**
 * Names in Redis. Everything of a patient has the tag of the patient's partition, so that one
 * script can touch it all and a node listens to all patients of a partition on one connection.
 */
final class WaveformKeys {

    private final Keys partitions;

    WaveformKeys(int partitions) {
        this.partitions = new Keys(partitions);
    }

    int count() {
        return partitions.partitions();
    }

    int partitionOf(String patient) {
        return partitions.partitionOf(patient);
    }

    String frames(String patient) {
        return tag(partitionOf(patient)) + "frames:" + patient;
    }

    /** What is known of a connection that sends: ids have no colon, so names don't run together. */
    String source(String patient, String source) {
        return tag(partitionOf(patient)) + "source:" + patient + ":" + source;
    }

    String channel(String patient) {
        return channels(partitionOf(patient)) + patient;
    }

    String patientOf(int partition, String channel) {
        return channel.substring(channels(partition).length());
    }

    private static String channels(int partition) {
        return tag(partition) + "to:";
    }

    /** A key of the partition, by which its server is found. */
    static String tag(int partition) {
        return "wc:{wave" + partition + "}:";
    }
}
