package dev.wardcast.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.bench.subject.ProjectionDocuments;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.BitSet;

/**
 * One device with a key of its own. Its posts are made once; before each of them only the time and
 * the sequence numbers are written into a copy. Sends on one thread at a time.
 */
final class Device {

    private static final String TYPE = "monitor";

    /** So that all of them have as many digits. */
    private static final long FIRST_SEQUENCE = 1_000_000_000_000L;

    private static final String TIME_PLACE = "0000-00-00T00:00:00.000000Z";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The clocks of one machine agree, but nothing here is to be cut as of the future. */
    private static final long AGE_SECONDS = 1;

    private static final String[] READINGS = {
        "\"heart_rate\",\"values\":{\"bpm\":72}",
        "\"spo2\",\"values\":{\"percent\":97}",
        "\"respiratory_rate\",\"values\":{\"per_minute\":15}",
        "\"blood_pressure\",\"values\":{\"systolic\":118,\"diastolic\":76}",
    };

    private final String id;
    private final byte[] template;
    private final int[] sequenceAt;
    private final int[] timeAt;
    private final BitSet accepted = new BitSet();
    private int sent;

    /**
     * @param readings in each post; more than one go as an array
     */
    Device(int number, int readings) {
        id = id(number);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < readings; i++) {
            body.append(i == 0 ? (readings > 1 ? "[" : "") : ",").append(reading(number, i));
        }
        String text = post(number, body.append(readings > 1 ? "]" : "").toString());
        template = text.getBytes(US_ASCII);
        sequenceAt = places(text, Long.toString(FIRST_SEQUENCE), readings);
        timeAt = places(text, TIME_PLACE, readings);
    }

    static void register(ProjectionDocuments documents, int devices, int hospitals) {
        for (int number = 0; number < devices; number++) {
            documents.patient(patient(number), "bench-hospital-" + number % hospitals);
            documents.device(TYPE, id(number), key(number), patient(number));
        }
    }

    private static String id(int number) {
        return "bench-monitor-" + number;
    }

    private static String patient(int number) {
        return "bench-patient-" + number;
    }

    private static String key(int number) {
        // As long as one that access-service gives out.
        return "bench-key-%033d".formatted(number);
    }

    private static String reading(int number, int place) {
        return """
        {"device_type":"%s","device_id":"%s","patient_id":"%s","data_type":%s,\
        "timestamp":"%s","sequence":%d}\
        """
                .formatted(
                        TYPE,
                        id(number),
                        patient(number),
                        READINGS[(number + place) % READINGS.length],
                        TIME_PLACE,
                        FIRST_SEQUENCE);
    }

    private static String post(int number, String body) {
        return """
        POST /api/v1/devices/data HTTP/1.1\r
        Host: localhost\r
        X-Device-Key: %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s\
        """
                .formatted(key(number), body.length(), body);
    }

    private static int[] places(String text, String what, int count) {
        int[] places = new int[count];
        int from = 0;
        for (int i = 0; i < count; i++) {
            places[i] = text.indexOf(what, from);
            from = places[i] + 1;
        }
        return places;
    }

    String id() {
        return id;
    }

    /** The number of the next post, counted from 0. */
    int nextPost() {
        return sent;
    }

    /** The next post, head and body. */
    byte[] post() {
        byte[] request = template.clone();
        byte[] time = TIME.format(Instant.now().minusSeconds(AGE_SECONDS)).getBytes(US_ASCII);
        long sequence = FIRST_SEQUENCE + (long) sent++ * sequenceAt.length;
        for (int i = 0; i < sequenceAt.length; i++) {
            System.arraycopy(time, 0, request, timeAt[i], time.length);
            write(sequence + i, request, sequenceAt[i]);
        }
        return request;
    }

    private static void write(long number, byte[] into, int at) {
        long left = number;
        for (int digit = Long.toString(FIRST_SEQUENCE).length() - 1; digit >= 0; digit--) {
            into[at + digit] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** Its readings were answered 202: they have to be in the history. */
    synchronized void accepted(int post) {
        accepted.set(post * sequenceAt.length, (post + 1) * sequenceAt.length);
    }

    /** Which readings were, counted from 0. */
    synchronized BitSet accepted() {
        return (BitSet) accepted.clone();
    }

    /** Which reading of it this is, counted from 0. */
    static int reading(long sequence) {
        return Math.toIntExact(sequence - FIRST_SEQUENCE);
    }
}
