package dev.wardcast.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";
    private static final byte[] DATA = "{\"tier\":\"INFO\"}".getBytes(UTF_8);

    @Test
    void what_w3c_gives_as_an_example_is_read_and_written() {
        TraceContext context = new TraceContext(TRACE, SPAN, true);
        assertEquals(context, TraceContext.parse(SAMPLED));
        assertEquals(SAMPLED, context.traceparent());
        String not = "00-" + TRACE + "-" + SPAN + "-00";
        assertEquals(new TraceContext(TRACE, SPAN, false), TraceContext.parse(not));
    }

    @Test
    void of_a_later_version_what_is_known_is_read() {
        assertEquals(
                new TraceContext(TRACE, SPAN, true),
                TraceContext.parse(
                        "cc-" + TRACE + "-" + SPAN + "-03-what-the-future-will-be-like"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "patient-1",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-1",
                SAMPLED + "\n"
            })
    void what_is_not_well_formed_is_as_good_as_absent(String header) {
        assertNull(TraceContext.parse(header));
    }

    private static NewEvent event() {
        return NewEvent.once(
                "a1.alert",
                new Room.PatientAlerts("p1"),
                EventType.PATIENT_ALERT,
                Instant.ofEpochMilli(5),
                DATA);
    }

    private static LogEvent read(byte[] entry) {
        return LogEvent.stored(0, "patient:p1:alerts", "e", 7, 0, entry);
    }

    @Test
    void an_event_carries_it_beside_its_data_and_gives_it_out_once() {
        byte[] entry = LogEvent.encode(event().in(TraceContext.parse(SAMPLED)));
        LogEvent read = read(entry);
        assertArrayEquals(DATA, read.dataBytes());
        assertEquals(TraceContext.parse(SAMPLED), read.takeTrace());
        assertNull(read.takeTrace());
    }

    @Test
    void an_event_without_one_is_stored_as_it_always_was() {
        byte[] entry = LogEvent.encode(event());
        assertEquals("a1.alert patient.alert 5 -\n{\"tier\":\"INFO\"}", new String(entry, UTF_8));
        assertNull(read(entry).takeTrace());
    }

    @Test
    void whoever_does_not_know_of_it_finds_all_else_in_its_place() {
        String with = new String(LogEvent.encode(event().in(TraceContext.parse(SAMPLED))), UTF_8);
        String[] head = with.substring(0, with.indexOf('\n')).split(" ", 5);
        assertArrayEquals(new String[] {"a1.alert", "patient.alert", "5", "-", SAMPLED}, head);
    }

    @Test
    void words_of_a_later_version_do_no_harm() {
        LogEvent read =
                read(("a1 patient.alert 5 k " + SAMPLED + " more of it\n{}").getBytes(UTF_8));
        assertEquals("k", read.collapseKey());
        assertEquals(TRACE, read.takeTrace().traceId());
        assertNull(read("a1 patient.alert 5 k what else\n{}".getBytes(UTF_8)).takeTrace());
    }
}
