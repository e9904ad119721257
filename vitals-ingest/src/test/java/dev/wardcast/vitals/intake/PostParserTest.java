package dev.wardcast.vitals.intake;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostParserTest {

    private static final Instant NOW = Instant.parse("2025-12-29T23:30:00Z");

    private static final String GOOD =
            """
            {"device_type":"monitor","device_id":"m-1","patient_id":"patient-1",\
            "data_type":"heart_rate","values":{"bpm":72}}\
            """;

    private final PostParser parser =
            new PostParser(new SampleRules(Duration.ofMinutes(5), Duration.ofDays(365)));

    @Test
    void a_reading_with_every_field_is_taken_as_it_is() {
        Sample sample =
                one(
                        """
                        {"device_type":"monitor","device_id":"507f1f77bcf86cd799439011",
                         "patient_id":"patient-1","data_type":"blood_pressure",
                         "values":{"systolic":120,"diastolic":79.5},
                         "timestamp":"2025-12-29T23:29:58.25+00:00","sequence":17}\
                        """);
        assertEquals(
                new Sample(
                        "monitor",
                        "507f1f77bcf86cd799439011",
                        "patient-1",
                        VitalType.BLOOD_PRESSURE,
                        List.of(120.0, 79.5),
                        Instant.parse("2025-12-29T23:29:58.25Z"),
                        NOW,
                        OptionalLong.of(17)),
                sample);
    }

    @Test
    void without_a_timestamp_the_time_of_receipt_counts() {
        assertEquals(NOW, one(GOOD).takenAt());
        assertEquals(OptionalLong.empty(), one(GOOD).sequence());
    }

    @Test
    void unknown_fields_and_nulls_where_nothing_is_needed_change_nothing() {
        String item =
                GOOD.replace(
                        "\"values\":{",
                        "\"timestamp\":null,\"sequence\":null,\"firmware\":{\"a\":[1,{\"b\":[]}]},"
                                + "\"values\":{\"quality\":{\"bpm\":[9999]},\"note\":null,");
        assertEquals(one(GOOD), one(item));
    }

    @ParameterizedTest
    @CsvSource({
        "heart_rate,0",
        "heart_rate,350",
        "spo2,98.5",
        "respiratory_rate,16",
        "temperature,36.6",
        "glucose,99",
        "weight,0.2"
    })
    void a_single_number_may_be_called_value(String type, double number) {
        Sample sample =
                one(
                        GOOD.replace("heart_rate", type)
                                .replace("{\"bpm\":72}", "{\"value\":" + number + "}"));
        assertEquals(List.of(number), sample.values());
    }

    @Test
    void the_order_of_fields_does_not_matter() {
        assertEquals(
                one(GOOD),
                one(
                        """
                        {"values":{"bpm":72},"data_type":"heart_rate","patient_id":"patient-1",
                         "device_id":"m-1","device_type":"monitor"}\
                        """));
    }

    @Test
    void a_clock_that_is_a_little_ahead_is_set_back() {
        assertEquals(NOW, one(with("timestamp", "\"2025-12-29T23:35:00Z\"")).takenAt());
    }

    @Test
    void late_samples_keep_their_own_time() {
        assertEquals(
                Instant.parse("2025-06-01T00:00:00Z"),
                one(with("timestamp", "\"2025-06-01T02:00:00+02:00\"")).takenAt());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "device_type | null               | device_type | missing",
                "device_type | 5                  | device_type | 5",
                "device_id   | \"\"               | device_id   | (expected: 1 to 64",
                "device_id   | \"a b\"            | device_id   | a b",
                "device_id   | \"a:b\"            | device_id   | a:b",
                "device_id   | \"\\u0000\\r\\n\"  | device_id   | (expected",
                "device_id   | {\"$ne\":1}        | device_id   | an object",
                "patient_id  | [\"patient-1\"]    | patient_id  | an array",
                "patient_id  | true               | patient_id  | true or false",
                "patient_id  | \"../../etc\"      | patient_id  | (expected",
                "patient_id  | \"pätient\"        | patient_id  | pätient",
                "data_type   | \"heartrate\"      | data_type   | heartrate (expected: one of heart_rate,",
                "data_type   | \"HEART_RATE\"     | data_type   | HEART_RATE",
                "data_type   | 7                  | data_type   | 7",
                "data_type   | null               | data_type   | missing",
                "values      | null               | values      | missing (expected: an object {\"bpm\": number})",
                "values      | 72                 | values      | 72",
                "values      | [72]               | values      | an array",
                "values      | \"72\"             | values      | \"72\"",
                "values      | {}                 | values.bpm  | missing (expected: 0 to 350)",
                "values      | {\"percent\":72}   | values.bpm  | missing",
                "values      | {\"bpm\":null}     | values.bpm  | missing",
                "values      | {\"bpm\":\"72\"}   | values.bpm  | \"72\" (expected: 0 to 350)",
                "values      | {\"bpm\":true}     | values.bpm  | true or false",
                "values      | {\"bpm\":{}}       | values.bpm  | an object",
                "values      | {\"bpm\":[72]}     | values.bpm  | an array",
                "values      | {\"bpm\":9999}     | values.bpm  | 9999 (expected: 0 to 350)",
                "values      | {\"bpm\":-1}       | values.bpm  | -1 (expected",
                "values      | {\"bpm\":350.1}    | values.bpm  | 350.1 (expected",
                "values      | {\"bpm\":-32768}   | values.bpm  | -32768",
                "values      | {\"bpm\":NaN}      | values.bpm  | NaN (expected",
                "values      | {\"bpm\":\"NaN\"}  | values.bpm  | \"NaN\" (expected",
                "values      | {\"bpm\":Infinity} | values.bpm  | Infinity",
                "values      | {\"bpm\":-Infinity}| values.bpm  | -Infinity",
                "values      | {\"bpm\":1e999}    | values.bpm  | Infinity",
                "values      | {\"bpm\":123456789012345678901234567890} | values.bpm | (expected: 0 to 350)",
                "values      | {\"value\":9999}   | values.value | 9999 (expected: 0 to 350)",
                "timestamp   | \"yesterday\"      | timestamp   | yesterday (expected: RFC 3339",
                "timestamp   | \"\"               | timestamp   | (expected",
                "timestamp   | 1767051000         | timestamp   | 1767051000 (expected: RFC 3339",
                "timestamp   | \"2025-12-29T23:30:00\" | timestamp | (expected: RFC 3339",
                "timestamp   | \"2025-13-29T23:30:00Z\" | timestamp | (expected: RFC 3339",
                "timestamp   | \"2025-02-30T23:30:00Z\" | timestamp | (expected: RFC 3339",
                "timestamp   | \"2025-12-29T23:35:01Z\" | timestamp | ahead)",
                "timestamp   | \"2026-12-29T23:30:00Z\" | timestamp | at most 300 s ahead",
                "timestamp   | \"+999999999-12-31T23:59:59Z\" | timestamp | ahead",
                "timestamp   | \"2015-12-29T23:30:00Z\" | timestamp | at most 365 days ago",
                "timestamp   | \"-0001-12-29T23:30:00Z\" | timestamp | days ago",
                "timestamp   | {}                 | timestamp   | an object",
                "sequence    | -1                 | sequence    | -1 (expected: a whole number",
                "sequence    | 1.5                | sequence    | 1.5",
                "sequence    | 1e3                | sequence    | 1000",
                "sequence    | \"5\"              | sequence    | \"5\"",
                "sequence    | true               | sequence    | true or false",
                "sequence    | 9223372036854775808| sequence    | (expected",
            })
    void a_bad_field_is_named_with_what_was_there_and_what_was_expected(
            String field, String json, String named, String message) {
        FieldError error = errors(with(field, json == null ? "\"\"" : json)).getFirst();
        assertEquals(named, error.field());
        assertTrue(
                error.message().contains(message == null ? "(expected" : message), error.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"systolic\":80,\"diastolic\":120} | values.diastolic | 120 (expected: less than values.systolic, which is 80)",
                "{\"systolic\":80,\"diastolic\":80}  | values.diastolic | less than",
                "{\"systolic\":120}                  | values.diastolic | missing (expected: 5 to 250)",
                "{\"value\":120}                     | values.systolic  | missing (expected: 20 to 350)",
                "{\"systolic\":0,\"diastolic\":0}    | values.systolic  | 0 (expected",
            })
    void pressures_come_in_two_and_in_order(String values, String named, String message) {
        FieldError error =
                errors(with("values", values).replace("heart_rate", "blood_pressure")).getFirst();
        assertEquals(named, error.field());
        assertTrue(error.message().contains(message), error.message());
    }

    @Test
    void every_bad_field_of_an_item_is_named() {
        assertEquals(
                List.of(
                        "device_type",
                        "device_id",
                        "patient_id",
                        "data_type",
                        "values",
                        "timestamp",
                        "sequence"),
                errors("{\"timestamp\":0,\"sequence\":\"x\"}").stream()
                        .map(FieldError::field)
                        .toList());
    }

    @Test
    void control_characters_of_a_client_never_come_back() {
        String message =
                errors(with("device_id", "\"a\\r\\nSet-Cookie: x\\u0007\\u202e\""))
                        .getFirst()
                        .message();
        assertTrue(message.chars().allMatch(c -> c >= ' ' && c != 0x202e), message);
    }

    @Test
    void long_input_comes_back_cut() {
        String message =
                errors(with("device_id", '"' + "x".repeat(100_000) + '"')).getFirst().message();
        assertTrue(message.length() < 200, message);
    }

    @Test
    void a_bad_item_does_not_spoil_the_good_ones() {
        Posted posted =
                parse(
                        "["
                                + String.join(
                                        ",",
                                        GOOD,
                                        "17",
                                        "null",
                                        "[[" + GOOD + "]]",
                                        "{}",
                                        with("values", "{\"bpm\":NaN}"),
                                        "\"text\"",
                                        GOOD)
                                + "]");
        assertEquals(false, posted.single());
        assertEquals(
                "good bad bad bad bad bad bad good",
                posted.items().stream()
                        .map(item ->
                                switch (item) {
                                    case Posted.Good g -> "good";
                                    case Posted.Bad b -> "bad";
                                })
                        .collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{'device_type':                  | line 1, column",
                "{'device_type': 'a' 'b'}         | line 1, column",
                "{'device_type': 'a',}            | line 1, column",
                "[{} {}]                          | line 1, column",
                "{'a': 01}                        | line 1, column",
                "{'a': +1}                        | line 1, column",
                "{'a': tru}                       | line 1, column",
                "{a: 1}                           | line 1, column",
                "{}{}                             | line 1, column",
                "[] x                             | The array is empty",
                "[                                | line 1, column",
                "]                                | line 1, column",
                "hello                            | line 1, column",
                "<xml/>                           | line 1, column",
                "42                               | neither an object nor an array",
                "'text'                           | neither an object nor an array",
                "null                             | neither an object nor an array",
                "[]                               | The array is empty",
            })
    void what_is_no_proper_json_is_refused_whole_with_its_place(String body, String message) {
        ProblemException refusal = refusal(body.replace('\'', '"').getBytes(UTF_8));
        assertEquals(HttpStatus.BAD_REQUEST, refusal.status());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @Test
    void the_place_is_the_line_and_column_of_the_fault() {
        String message = refusal("[\n  {},\n  {\"a\" 1}\n]".getBytes(UTF_8)).getMessage();
        assertTrue(message.contains("line 3, column 8"), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8})
    void bytes_that_are_no_text_are_a_bad_request(int kind) {
        byte[] body =
                switch (kind) {
                    case 0 -> new byte[0];
                    case 1 -> new byte[] {0};
                    case 2 -> new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0, (byte) 0xff};
                    case 3 -> new byte[] {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}'};
                    case 7 -> new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0};
                    default -> new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f};
                };
        assertEquals(HttpStatus.BAD_REQUEST, refusal(body).status());
    }

    @Test
    void other_unicode_encodings_are_understood() {
        assertInstanceOf(
                Posted.Good.class, parser.parse(GOOD.getBytes(UTF_16BE), NOW).items().getFirst());
    }

    @Test
    void nesting_without_end_is_a_bad_request() {
        assertEquals(HttpStatus.BAD_REQUEST, refusal("[".repeat(500_000).getBytes(UTF_8)).status());
        assertEquals(
                HttpStatus.BAD_REQUEST,
                refusal(with("x", "[".repeat(500_000)).getBytes(UTF_8)).status());
    }

    @Test
    void a_number_of_a_million_digits_is_a_bad_request() {
        String item = with("values", "{\"bpm\":" + "7".repeat(1_000_000) + "}");
        assertEquals(HttpStatus.BAD_REQUEST, refusal(item.getBytes(UTF_8)).status());
    }

    @Test
    void a_thousand_items_are_taken_and_one_more_is_too_many() {
        assertEquals(1_000, parse(array(1_000)).items().size());
        ProblemException refusal = refusal(array(1_001).getBytes(UTF_8));
        assertEquals(HttpStatus.REQUEST_ENTITY_TOO_LARGE, refusal.status());
        assertTrue(refusal.getMessage().contains("1000"), refusal.getMessage());
    }

    private static String array(int items) {
        return IntStream.range(0, items)
                .mapToObj(i -> GOOD)
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The good item with one field set last: of two with the same name the last one counts. */
    private static String with(String field, String json) {
        return GOOD.substring(0, GOOD.length() - 1) + ",\"" + field + "\":" + json + "}";
    }

    private Posted parse(String body) {
        return parser.parse(body.getBytes(UTF_8), NOW);
    }

    private Sample one(String body) {
        Posted posted = parse(body);
        assertTrue(posted.single());
        return assertInstanceOf(Posted.Good.class, posted.items().getFirst()).sample();
    }

    private List<FieldError> errors(String body) {
        return assertInstanceOf(Posted.Bad.class, parse(body).items().getFirst()).errors();
    }

    private ProblemException refusal(byte[] body) {
        return assertThrows(ProblemException.class, () -> parser.parse(body, NOW));
    }
}
