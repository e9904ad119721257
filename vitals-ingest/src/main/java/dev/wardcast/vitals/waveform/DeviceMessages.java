package dev.wardcast.vitals.waveform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.kit.websocket.WebSocketFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a device is told, as WebSocket frames; docs/waveforms.md explains each. */
final class DeviceMessages {

    private static final JsonFactory JSON = new JsonFactory();

    private DeviceMessages() {}

    static byte[] welcome(int credit, int bytesPerSecond) {
        return message(
                "welcome",
                out -> {
                    out.writeNumberField("version", WaveformCodec.VERSION);
                    out.writeNumberField("credit", credit);
                    out.writeNumberField("max_frame_bytes", WaveformCodec.MOST_BYTES);
                    out.writeNumberField("bytes_per_second", bytesPerSecond);
                });
    }

    /**
     * @param sequence of the last frame that was dealt with, and all before it were
     * @param credit frames that may be sent beyond it
     * @param lost frames of this connection that could not be passed on
     * @param repeated frames of this connection that had been passed on before
     */
    static byte[] ack(long sequence, int credit, long lost, long repeated) {
        return message(
                "ack",
                out -> {
                    out.writeNumberField("sequence", sequence);
                    out.writeNumberField("credit", credit);
                    out.writeNumberField("lost", lost);
                    out.writeNumberField("repeated", repeated);
                });
    }

    /**
     * @param name {@code pause} while frames would be lost, {@code resume} when they are not
     */
    static byte[] command(String name) {
        return message("command", out -> out.writeStringField("command", name));
    }

    static byte[] error(DeviceEnding ending, String detail) {
        return message(
                "error",
                out -> {
                    out.writeStringField("reason", ending.reason());
                    out.writeStringField("message", detail);
                });
    }

    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] message(String type, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("type", type);
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return WebSocketFrames.text(bytes.toByteArray());
    }
}
