package dev.wardcast.eventlog.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.TraceContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleCodecTest {

    private static final Sample PRESSURE =
            new Sample(
                    "monitor",
                    "507f1f77bcf86cd799439011",
                    "patient-1",
                    VitalType.BLOOD_PRESSURE,
                    List.of(120.0, 79.5),
                    Instant.parse("2025-12-29T23:29:59.123456Z"),
                    Instant.parse("2025-12-29T23:30:00Z"),
                    OptionalLong.of(Long.MAX_VALUE));

    @Test
    void what_is_written_is_read() {
        assertEquals(PRESSURE, decode(SampleCodec.encode(List.of(PRESSURE))));
    }

    @Test
    void a_sample_without_a_sequence_stays_without_one() {
        Sample uncounted = Samples.heartRate("patient-1", 72);
        assertEquals(uncounted, decode(SampleCodec.encode(List.of(uncounted))));
    }

    @Test
    void the_recorded_step_it_comes_from_travels_along_and_costs_others_nothing() {
        TraceContext step =
                new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
        Sample recorded = PRESSURE.in(step);
        assertEquals(recorded, decode(SampleCodec.encode(List.of(recorded))));
        String without = new String(SampleCodec.encode(List.of(PRESSURE)), UTF_8);
        String with = new String(SampleCodec.encode(List.of(recorded)), UTF_8);
        assertEquals(
                without, with.replace(",\"tp\":\"" + step.traceparent() + '"', ""), "one key more");
        String malformed = with.replace("4bf9", "XXXX");
        assertEquals(PRESSURE, decode(malformed.getBytes(UTF_8)));
    }

    @Test
    void keys_of_a_newer_writer_are_passed_over() {
        String text = new String(SampleCodec.encode(List.of(PRESSURE)), UTF_8);
        String newer = "{\"x\":{\"v\":[1,[2]]},\"y\":[{}],\"z\":null," + text.substring(1);
        assertEquals(PRESSURE, decode(newer.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"t\":\"stride_length\",\"p\":\"p\",\"dt\":\"d\",\"d\":\"d\",\"v\":[1],\"at\":1,\"rx\":1}",
                "{\"t\":\"heart_rate\",\"p\":\"p\",\"dt\":\"d\",\"d\":\"d\",\"v\":[1,2],\"at\":1,\"rx\":1}",
                "{\"t\":\"heart_rate\",\"p\":\"p\",\"dt\":\"d\",\"d\":\"d\",\"v\":[1],\"at\":\"x\",\"rx\":1}"
            })
    void what_is_no_sample_is_passed_over_and_those_beside_it_are_read(String text) {
        String good = new String(SampleCodec.encode(List.of(PRESSURE)), UTF_8);
        assertEquals(Collections.singletonList(null), SampleCodec.decode(text.getBytes(UTF_8)));
        assertEquals(
                Arrays.asList(PRESSURE, null, PRESSURE),
                SampleCodec.decode((good + '\n' + text + '\n' + good).getBytes(UTF_8)));
    }

    @Test
    void samples_that_were_written_together_are_read_in_their_order() {
        List<Sample> many =
                IntStream.range(0, 64)
                        .mapToObj(n -> Samples.heartRate("patient-" + n, 60 + n / 2.0, n))
                        .toList();
        assertEquals(many, SampleCodec.decode(SampleCodec.encode(many)));
    }

    @Test
    void times_before_1970_are_times_too() {
        Instant then = Instant.parse("1969-12-31T23:59:58.999999Z");
        Sample old =
                new Sample(
                        "monitor",
                        "m-1",
                        "patient-1",
                        VitalType.HEART_RATE,
                        List.of(60.0),
                        then,
                        then,
                        OptionalLong.empty());
        assertEquals(old, decode(SampleCodec.encode(List.of(old))));
    }

    private static Sample decode(byte[] text) {
        return SampleCodec.decode(text).getFirst();
    }
}
