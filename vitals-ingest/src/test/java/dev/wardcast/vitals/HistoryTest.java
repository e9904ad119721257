package dev.wardcast.vitals;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.VitalsNode.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {

    private static RedisLink link;
    private static AccessWorld world;
    private static VitalsNode node;
    private static String nurse;

    private final String patient = "p-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        link = RedisLink.connect(TestServers.redisUrl());
        world = new AccessWorld(link);
        node =
                new VitalsNode(
                        TestServers.redisUrl(),
                        TestServers.freshDatabaseUrl(),
                        world.jwksUrl(),
                        Map.of());
        nurse = world.token("NURSE");
    }

    @AfterAll
    static void stop() {
        node.close();
        world.close();
        link.close();
    }

    @BeforeEach
    void register() {
        world.patient(patient);
    }

    @Test
    void an_accepted_reading_is_in_the_history_with_both_times() {
        Instant before = Instant.now();
        post(
                """
                {"device_type":"monitor","device_id":"m-1","patient_id":"%s","sequence":41,
                 "data_type":"blood_pressure","values":{"systolic":120,"diastolic":79.5},
                 "timestamp":"2026-01-02T03:04:05.678901+01:00"}\
                """
                        .formatted(patient),
                0);
        Map<String, Object> reading = awaitItems(1, "?from=2026-01-01T00:00:00Z").getFirst();
        assertEquals(Map.of("systolic", 120.0, "diastolic", 79.5), reading.get("values"));
        assertEquals("blood_pressure", reading.get("data_type"));
        assertEquals("2026-01-02T02:04:05.678901Z", reading.get("timestamp"));
        assertEquals(41, reading.get("sequence"));
        assertTrue(
                !Instant.parse(reading.get("received_at").toString())
                        .isBefore(before.minusMillis(1)),
                reading::toString);
    }

    @Test
    void pages_follow_each_other_without_a_hole_or_a_double_even_at_equal_times() {
        // Ten readings at each of five times, so that pages of seven end among equals.
        List<String> items =
                IntStream.range(0, 50)
                        .mapToObj(i -> heartRate(i, "2026-01-02T03:04:0" + i / 10 + "Z"))
                        .toList();
        post("[" + String.join(",", items) + "]", 0);
        awaitItems(50, "");

        List<Integer> sequences = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = history("?limit=7" + cursor, nurse);
            items(page).forEach(item -> sequences.add((Integer) item.get("sequence")));
            Object next = page.get("next_cursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());

        assertEquals(50, sequences.size());
        assertEquals(IntStream.range(0, 50).boxed().toList(), sequences.stream().sorted().toList());
        assertTrue(sequences.getFirst() >= 40 && sequences.getLast() < 10, sequences::toString);
    }

    @Test
    void type_and_time_choose_among_the_readings() {
        post(
                IntStream.range(0, 10)
                        .mapToObj(i -> heartRate(i, "2026-01-02T03:04:0" + i + "Z"))
                        .collect(Collectors.joining(",", "[", "]")),
                0);
        awaitItems(10, "");
        assertEquals(
                List.of(5, 4, 3),
                items(
                                history(
                                        "?from=2026-01-02T03:04:03Z&to=2026-01-02T03:04:06Z"
                                                + "&type=heart_rate",
                                        nurse))
                        .stream()
                        .map(item -> item.get("sequence"))
                        .toList());
        assertEquals(List.of(), items(history("?type=spo2", nurse)));
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0,400",
        "?limit=many,400",
        "?cursor=nonsense,400",
        "?type=pulse,400",
        "?from=yesterday,400"
    })
    void a_bad_question_is_400(String query, int status) {
        Answer answer = history(query, nurse);
        assertEquals(status, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    @Test
    void only_those_who_may_see_vital_signs_get_them() {
        assertEquals(200, history("", world.token("DOCTOR")).status());
        assertEquals(403, history("", world.token("CAREGIVER")).status());
        assertEquals(403, history("", world.token("DISPATCHER")).status());
        assertEquals(403, history("", world.token("DEVICE")).status());
        assertEquals(401, history("", "no-token").status());
        String admin = world.token("ADMIN");
        assertEquals(404, node.get("/api/v1/patients/nobody-here/vitals", admin).status());
    }

    private void post(String body, int refused) {
        Answer answer = node.postWithKey(world.deviceKey(patient), body);
        assertEquals(202, answer.status(), answer.body()::toString);
        assertEquals(refused, answer.get("refused"));
    }

    private List<Map<String, Object>> awaitItems(int count, String query) {
        await().until(() -> items(history(query, nurse)).size() == count);
        return items(history(query, nurse));
    }

    private Answer history(String query, String token) {
        return node.get("/api/v1/patients/" + patient + "/vitals" + query, token);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Answer answer) {
        assertEquals(200, answer.status(), answer.body()::toString);
        return (List<Map<String, Object>>) answer.get("items");
    }

    private String heartRate(int sequence, String time) {
        return """
        {"device_type":"monitor","device_id":"m-1","patient_id":"%s","data_type":"heart_rate",\
        "values":{"bpm":72},"sequence":%d,"timestamp":"%s"}\
        """
                .formatted(patient, sequence, time);
    }
}
