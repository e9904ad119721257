package dev.wardcast.vitals.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AuditTold;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.tree.JsonNode;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readings summed up, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SummariesTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    private HistoryNode node;
    private String patient;
    private Person caregiver;
    private final List<Entry> entries = new ArrayList<>();

    @BeforeAll
    void start() throws Exception {
        node = new HistoryNode();
        node.make("2024-01-01", "2026-02-23", "2026-03-02", "2026-03-09");
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @BeforeEach
    void register() {
        patient = node.service().world().patient();
        caregiver = node.service().world().caregiverOf(patient);
        entries.clear();
    }

    private void taken(VitalType type, Instant time, Double... values) {
        entries.add(
                new Entry(
                        time.toEpochMilli() + "-" + entries.size(),
                        new Sample(
                                "monitor",
                                "m-1",
                                patient,
                                type,
                                List.of(values),
                                time,
                                time,
                                OptionalLong.empty())));
    }

    private void store() throws Exception {
        try (Connection connection = node.connect()) {
            new SampleCopy().write(connection, 0, entries);
        }
    }

    private Answer get(String query) {
        return node.service().get(caregiver, "/api/v1/patients/" + patient + "/vitals" + query);
    }

    private static List<String> shown(Answer page) {
        assertEquals(200, page.status(), page.body()::toString);
        List<String> shown = new ArrayList<>();
        for (JsonNode item : page.body().get("items").values()) {
            StringBuilder line = new StringBuilder();
            line.append(item.get("timestamp").getStringValue()).append(' ');
            line.append(item.get("data_type").getStringValue());
            item.get("values")
                    .entries()
                    .forEach(value ->
                            line.append(
                                    " %s %s..%s ~%s #%d"
                                            .formatted(
                                                    value.getKey(),
                                                    value.getValue().get("min").getDoubleValue(),
                                                    value.getValue().get("max").getDoubleValue(),
                                                    value.getValue().get("mean").getDoubleValue(),
                                                    value.getValue().get("count").getLongValue())));
            shown.add(line.toString());
        }
        return shown;
    }

    @Test
    void buckets_have_what_one_counts_by_hand() throws Exception {
        taken(VitalType.HEART_RATE, Instant.parse("2026-03-02T10:00:00Z"), 60.0);
        taken(VitalType.HEART_RATE, Instant.parse("2026-03-02T10:00:59.999999Z"), 90.0);
        taken(VitalType.HEART_RATE, Instant.parse("2026-03-02T10:00:30Z"), 66.0);
        taken(VitalType.HEART_RATE, Instant.parse("2026-03-02T10:01:00Z"), 70.5);
        taken(VitalType.BLOOD_PRESSURE, Instant.parse("2026-03-02T10:00:10Z"), 120.0, 80.0);
        taken(VitalType.BLOOD_PRESSURE, Instant.parse("2026-03-02T10:00:20Z"), 130.0, 70.0);
        store();
        assertEquals(
                List.of(
                        "2026-03-02T10:01:00Z heart_rate bpm 70.5..70.5 ~70.5 #1",
                        "2026-03-02T10:00:00Z blood_pressure systolic 120.0..130.0 ~125.0 #2"
                                + " diastolic 70.0..80.0 ~75.0 #2",
                        "2026-03-02T10:00:00Z heart_rate bpm 60.0..90.0 ~72.0 #3"),
                shown(get("?resolution=1m")));
        assertEquals(
                List.of("2026-03-02T10:00:00Z heart_rate bpm 60.0..90.0 ~71.625 #4"),
                shown(get("?resolution=5m&type=heart_rate")));
        for (String longer : List.of("15m", "1h")) {
            assertTrue(
                    shown(get("?resolution=" + longer + "&type=heart_rate"))
                            .getFirst()
                            .startsWith("2026-03-02T10:00:00Z "));
        }
        assertEquals(
                List.of("2026-03-02T00:00:00Z heart_rate bpm 60.0..90.0 ~71.625 #4"),
                shown(get("?resolution=1d&type=heart_rate")));
    }

    @Test
    void a_bucket_that_the_asked_time_cuts_counts_what_is_in_it() throws Exception {
        taken(VitalType.SPO2, Instant.parse("2026-03-02T10:00:00Z"), 91.0);
        taken(VitalType.SPO2, Instant.parse("2026-03-02T10:00:10Z"), 92.0);
        taken(VitalType.SPO2, Instant.parse("2026-03-02T10:00:20Z"), 93.0);
        taken(VitalType.SPO2, Instant.parse("2026-03-02T10:00:30Z"), 94.0);
        store();
        assertEquals(
                List.of("2026-03-02T10:00:00Z spo2 percent 92.0..93.0 ~92.5 #2"),
                shown(get("?resolution=1m&from=2026-03-02T10:00:10Z&to=2026-03-02T10:00:30Z")));
    }

    @ParameterizedTest
    @CsvSource({"1m,1", "1m,7", "5m,3", "1h,2", "1d,1"})
    void pages_follow_each_other_without_a_hole_or_a_double(String resolution, int limit)
            throws Exception {
        // Two years without any, then around a week's end three vital signs, with holes.
        taken(VitalType.WEIGHT, Instant.parse("2024-01-03T08:00:00Z"), 80.0);
        for (int minute = -30; minute < 30; minute += 2) {
            Instant time = MONDAY.plus(Duration.ofMinutes(minute)).plusSeconds(30);
            taken(VitalType.HEART_RATE, time, 60.0);
            taken(VitalType.HEART_RATE, time, 80.0);
            taken(VitalType.SPO2, time, 97.0);
            if (minute % 3 == 0) {
                taken(VitalType.TEMPERATURE, time.plusSeconds(1), 37.0);
            }
        }
        store();
        String to = "&to=2026-03-02T00:20:31Z";
        List<String> whole = shown(get("?limit=1500&resolution=" + resolution + to));
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            // What the end is, the cursor knows.
            String end = cursor.isEmpty() ? to : "";
            Answer page = get("?resolution=" + resolution + "&limit=" + limit + end + cursor);
            List<String> items = shown(page);
            assertTrue(items.size() <= limit, page.body()::toString);
            paged.addAll(items);
            JsonNode next = page.body().get("next_cursor");
            cursor = next == null ? "" : "&cursor=" + next.getStringValue();
        } while (!cursor.isEmpty());
        assertEquals(whole, paged);
        assertEquals(paged.size(), new TreeSet<>(paged).size());
        assertTrue(paged.getLast().startsWith("2024-01-03T"));
        assertEquals(
                Set.of("heart_rate", "spo2", "temperature", "weight"),
                new TreeSet<>(paged.stream().map(line -> line.split(" ")[1]).toList()));
    }

    @Test
    void raw_pages_of_all_vital_signs_lose_nothing_at_equal_times_and_over_years()
            throws Exception {
        taken(VitalType.WEIGHT, Instant.parse("2024-01-03T08:00:00Z"), 80.0);
        for (int i = 0; i < 40; i++) {
            Instant time = MONDAY.plusSeconds(i / 20 - 1);
            taken(i % 2 == 0 ? VitalType.SPO2 : VitalType.HEART_RATE, time, 60.0 + i);
        }
        store();
        List<Double> values = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get("?limit=7" + cursor);
            for (JsonNode item : page.body().get("items").values()) {
                values.add(item.get("values").values().iterator().next().getDoubleValue());
            }
            JsonNode next = page.body().get("next_cursor");
            cursor = next == null ? "" : "&cursor=" + next.getStringValue();
        } while (!cursor.isEmpty());
        List<Double> expected = new ArrayList<>();
        for (int i = 39; i >= 0; i--) {
            expected.add(60.0 + i);
        }
        expected.add(80.0);
        assertEquals(expected, values);
    }

    @Test
    void without_readings_there_is_an_empty_last_page() {
        Answer page = get("?resolution=1h");
        assertEquals(List.of(), shown(page));
        assertNull(page.body().get("next_cursor"));
    }

    @ParameterizedTest
    @CsvSource({
        "?resolution=2m,resolution",
        "?resolution=,resolution",
        "?resolution=1M,resolution",
        "?resolution=1m&limit=1501,limit",
        "?resolution=1m&limit=0,limit",
        "?resolution=1m&type=pulse,type",
        "?resolution=1m&from=yesterday,from",
        "?resolution=1m&to=2026,to",
        "?resolution=1m&cursor=!!,cursor",
        "?resolution=1m&cursor=MS4yLjM,cursor",
    })
    void a_bad_question_is_400_and_named(String query, String parameter) {
        Answer answer = get(query);
        assertEquals(400, answer.status());
        assertEquals("application/problem+json", answer.contentType());
        assertTrue(
                answer.text("detail").startsWith(parameter + " (expected: "),
                answer.body()::toString);
    }

    @Test
    void a_cursor_is_good_for_its_own_kind_of_page_alone() throws Exception {
        taken(VitalType.SPO2, MONDAY, 95.0);
        taken(VitalType.SPO2, MONDAY.plusSeconds(3600), 95.0);
        store();
        String ofMinutes = get("?resolution=1m&limit=1").text("next_cursor");
        String ofRows = get("?limit=1").text("next_cursor");
        assertEquals(400, get("?resolution=5m&cursor=" + ofMinutes).status());
        assertEquals(400, get("?cursor=" + ofMinutes).status());
        assertEquals(400, get("?resolution=1m&cursor=" + ofRows).status());
    }

    @Test
    void it_is_for_those_who_may_see_vital_signs_and_leaves_a_trace() {
        AuditTold audit = new AuditTold(node.database());
        Person stranger = node.service().world().caregiverOf();
        String path = "/api/v1/patients/" + patient + "/vitals?resolution=1h";
        assertEquals(200, node.service().get(caregiver, path).status());
        assertEquals(403, node.service().get(stranger, path).status());
        assertEquals(401, node.service().get(null, path).status());
        assertEquals(List.of("PATIENT_READ ALLOWED vitals [" + patient + "]"), audit.of(caregiver));
        assertEquals(List.of("PATIENT_READ REFUSED vitals [" + patient + "]"), audit.of(stranger));
    }
}
