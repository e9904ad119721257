package dev.wardcast.testsupport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One message in protobuf's encoding, its fields by number. */
final class Protobuf {

    private final Map<Integer, List<Object>> fields = new HashMap<>();

    Protobuf(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            long tag = varint(bytes);
            Object value =
                    switch ((int) (tag & 7)) {
                        case 0 -> varint(bytes);
                        case 1 -> bytes.getLong();
                        case 2 -> {
                            byte[] content = new byte[(int) varint(bytes)];
                            bytes.get(content);
                            yield content;
                        }
                        case 5 -> (long) bytes.getInt();
                        default -> throw new IllegalArgumentException("wire type of tag " + tag);
                    };
            fields.computeIfAbsent((int) (tag >>> 3), number -> new ArrayList<>()).add(value);
        }
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    private List<Object> all(int field) {
        return fields.getOrDefault(field, List.of());
    }

    List<Protobuf> messages(int field) {
        return all(field).stream().map(content -> new Protobuf((byte[]) content)).toList();
    }

    byte[] bytes(int field) {
        return all(field).isEmpty() ? new byte[0] : (byte[]) all(field).getLast();
    }

    String text(int field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }

    long number(int field) {
        return all(field).isEmpty() ? 0 : (Long) all(field).getLast();
    }
}
