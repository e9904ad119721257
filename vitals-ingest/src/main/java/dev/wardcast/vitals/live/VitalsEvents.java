package dev.wardcast.vitals.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The events that a sample becomes. Their ids follow from its place in the queue, so that a repeat
 * after a crash can be recognised.
 */
final class VitalsEvents {

    private static final JsonFactory JSON = new JsonFactory();

    private VitalsEvents() {}

    static List<NewEvent> of(int partition, Entry entry) {
        Sample sample = entry.sample();
        String id = "v" + partition + "-" + entry.id();
        String collapseKey =
                sample.deviceType() + ":" + sample.deviceId() + ":" + sample.type().wireName();
        byte[] data = data(sample);
        return List.of(
                NewEvent.reading(
                                id + "-p",
                                new Room.PatientVitals(sample.patientId()),
                                EventType.PATIENT_VITALS_UPDATE,
                                sample.takenAt(),
                                data,
                                collapseKey)
                        .in(sample.trace()),
                NewEvent.reading(
                                id + "-d",
                                new Room.Device(sample.deviceType(), sample.deviceId()),
                                EventType.DEVICE_DATA_UPDATE,
                                sample.takenAt(),
                                data,
                                collapseKey)
                        .in(sample.trace()));
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
