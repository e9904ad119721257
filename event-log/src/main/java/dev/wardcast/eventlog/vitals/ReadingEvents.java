package dev.wardcast.eventlog.vitals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The events that a reading becomes. Their ids follow from its place in the queue, so that a repeat
 * after a crash can be recognised.
 */
enum ReadingEvents {

    /** For whoever follows the patient. */
    OF_PATIENT(EventType.PATIENT_VITALS_UPDATE, "-p"),

    /** For whoever follows the device. */
    OF_DEVICE(EventType.DEVICE_DATA_UPDATE, "-d");

    private static final JsonFactory JSON = new JsonFactory();

    private final EventType type;
    private final String suffix;

    ReadingEvents(EventType type, String suffix) {
        this.type = type;
        this.suffix = suffix;
    }

    Room room(Sample sample) {
        return switch (this) {
            case OF_PATIENT -> new Room.PatientVitals(sample.patientId());
            case OF_DEVICE -> new Room.Device(sample.deviceType(), sample.deviceId());
        };
    }

    boolean sameRoom(Sample one, Sample other) {
        return switch (this) {
            case OF_PATIENT -> one.patientId().equals(other.patientId());
            case OF_DEVICE ->
                    one.deviceId().equals(other.deviceId())
                            && one.deviceType().equals(other.deviceType());
        };
    }

    /**
     * @param partition of the queue
     */
    NewEvent event(int partition, Entry entry) {
        Sample sample = entry.sample();
        return NewEvent.reading(
                        "v" + partition + "-" + entry.id() + suffix,
                        room(sample),
                        type,
                        sample.takenAt(),
                        data(sample),
                        sample.deviceType()
                                + ":"
                                + sample.deviceId()
                                + ":"
                                + sample.type().wireName())
                .in(sample.trace());
    }

    /** The same for both rooms. */
    private static byte[] data(Sample sample) {
        return json(out -> {
            out.writeStringField("patient_id", sample.patientId());
            out.writeStringField("device_id", sample.deviceId());
            out.writeStringField("device_type", sample.deviceType());
            out.writeStringField("data_type", sample.type().wireName());
            writeValues(out, "values", sample);
            // Under its own name too: clients of the vitals room look there.
            writeValues(out, sample.type().wireName(), sample);
            out.writeStringField("timestamp", sample.takenAt().toString());
            out.writeStringField("received_at", sample.receivedAt().toString());
        });
    }

    private static void writeValues(JsonGenerator out, String name, Sample sample)
            throws IOException {
        out.writeObjectFieldStart(name);
        List<VitalType.Field> fields = sample.type().fields();
        for (int i = 0; i < fields.size(); i++) {
            out.writeNumberField(fields.get(i).name(), sample.values().get(i));
        }
        out.writeEndObject();
    }

    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] json(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
