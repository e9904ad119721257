package dev.wardcast.gateway.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Names in Redis. What belongs to a node has the node's hash tag, so that one script can write all
 * of it.
 */
final class PresenceKeys {

    /** Sorted set: node → until when it counts, in ms of Redis' clock. */
    static final byte[] NODES = bytes("wc:gateway:nodes");

    private PresenceKeys() {}

    static byte[] document(String node) {
        return bytes("wc:gateway:{" + node + "}:node");
    }

    static byte[] rooms(String node) {
        return bytes("wc:gateway:{" + node + "}:rooms");
    }

    static byte[] users(String node) {
        return bytes("wc:gateway:{" + node + "}:users");
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
