package dev.wardcast.access.emergency;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.Decided;
import dev.wardcast.access.people.Ids;
import io.micronaut.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"rawtypes", "unchecked"})
class EmergencyTest {

    private static final String PATH = "/api/v1/break-glass";
    private static final String REASON = "collapsed in the corridor";

    private final AccessServer server = AccessServer.shared();
    private final String admin = server.tokenOf("admin");
    private final String doctor = Ids.next();
    private final String token = server.tokenOfNew(doctor, "DOCTOR");
    private final Decided decided = new Decided(server, doctor);
    private final String patient = patient();

    private String patient() {
        String id = "p-" + Ids.next();
        assertEquals(201, server.post("/api/v1/patients", admin, Map.of("patient_id", id)).code());
        return id;
    }

    private HttpResponse<Map> begin(String who, String whom) {
        return server.post(PATH, who, Map.of("patient_id", whom, "reason", REASON));
    }

    private List<String> toldOf(String id) {
        return server.published("admin:updates").stream()
                .filter(event -> event.contains(id))
                .toList();
    }

    @Test
    void a_doctor_sees_the_patient_at_once_and_admins_are_told() {
        assertFalse(decided.sees(patient));
        HttpResponse<Map> begun = begin(token, patient);

        assertEquals(201, begun.code());
        decided.seesOnceTold(patient, true);
        assertTrue(decided.follows("patient:" + patient));
        Duration left = Duration.between(Instant.now(), until(begun));
        assertTrue(left.toMinutes() >= 58 && left.toMinutes() <= 60, left.toString());
        String id = (String) begun.body().get("id");
        Awaitility.await().until(() -> toldOf(id).size() == 1);
        String told = toldOf(id).getFirst();
        for (String part : List.of("system.alert", "break_glass_started", doctor, patient)) {
            assertTrue(told.contains(part), told);
        }
        assertFalse(told.contains(REASON), told);
    }

    private static Instant until(HttpResponse<Map> begun) {
        return Instant.parse((String) begun.body().get("until"));
    }

    @Test
    void it_ends_by_whoever_took_it_and_by_an_admin_and_by_nobody_else() {
        String first = (String) begin(token, patient).body().get("id");
        String stranger = server.tokenOfNew(Ids.next(), "NURSE");
        assertEquals(404, server.delete(PATH + "/" + first, stranger).code());
        assertTrue(decided.sees(patient));
        assertEquals(204, server.delete(PATH + "/" + first, token).code());
        decided.seesOnceTold(patient, false);
        assertEquals(204, server.delete(PATH + "/" + first, token).code());

        String second = (String) begin(token, patient).body().get("id");
        decided.seesOnceTold(patient, true);
        assertEquals(204, server.delete(PATH + "/" + second, admin).code());
        decided.seesOnceTold(patient, false);
        Awaitility.await().until(() -> toldOf(first).size() == 2 && toldOf(second).size() == 2);
        assertTrue(toldOf(second).getLast().contains("\"ended_by\":\"admin\""));
        assertEquals(404, server.delete(PATH + "/none", admin).code());
    }

    @Test
    void it_ends_by_itself_at_its_time_and_admins_are_told_once() {
        String id = (String) begin(token, patient).body().get("id");
        decided.seesOnceTold(patient, true);
        server.execute(
                "UPDATE access.emergency_access SET until = clock_timestamp() + interval '1500 ms'"
                        + " WHERE id = '"
                        + id
                        + "'");
        Instant changed = Instant.now();
        assertTrue(decided.sees(patient));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(TOLD)
                .until(() -> !decided.sees(patient));
        assertTrue(Instant.now().isAfter(changed.plusMillis(1_400)));
        Awaitility.await().until(() -> toldOf(id).size() == 2);
        assertTrue(toldOf(id).getLast().contains("\"cause\":\"time\""));
        Map ended = one(server.get(PATH + "?state=all&user_id=" + doctor, admin));
        assertEquals(ended.get("until"), ended.get("ended_at"));
        assertEquals(null, ended.get("ended_by"));
    }

    @Test
    void a_role_that_is_taken_away_takes_it_along() {
        begin(token, patient);
        decided.seesOnceTold(patient, true);
        Map<String, List<String>> other = Map.of("roles", List.of("THERAPIST"));
        assertEquals(200, server.patch("/api/v1/users/" + doctor, admin, other).code());
        decided.seesOnceTold(patient, false);
        assertEquals(403, begin(token, patient).code());
    }

    @Test
    void a_second_one_for_the_same_patient_takes_the_place_of_the_first() {
        String first = (String) begin(token, patient).body().get("id");
        String second = (String) begin(token, patient).body().get("id");
        assertTrue(decided.sees(patient));
        assertEquals(second, one(server.get(PATH + "/mine", token)).get("id"));
        server.delete(PATH + "/" + first, token);
        assertTrue(decided.sees(patient));
        Awaitility.await().until(() -> toldOf(first).size() == 2 && toldOf(second).size() == 1);
    }

    @Test
    void of_two_at_once_for_the_same_patient_one_is_open_in_the_end() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> begin(token, patient).code());
            var two = threads.submit(() -> begin(token, patient).code());
            assertEquals(201, one.get());
            assertEquals(201, two.get());
        }
        assertEquals(1, items(server.get(PATH + "/mine", token)).size());
        assertEquals(2, items(server.get(PATH + "/mine?state=all", token)).size());
        assertTrue(decided.sees(patient));
    }

    @Test
    void nobody_has_more_than_five_open_or_asks_for_more_than_twenty_a_day() {
        List<String> patients = IntStream.range(0, 6).mapToObj(n -> patient()).toList();
        patients.subList(0, 5).forEach(p -> assertEquals(201, begin(token, p).code()));
        assertEquals(409, begin(token, patients.getLast()).code());
        IntStream.range(6, 20).forEach(n -> assertEquals(404, begin(token, "none-" + n).code()));

        HttpResponse<Map> refused = begin(token, "none");
        assertEquals(429, refused.code());
        assertEquals("3600", refused.header("Retry-After"));
        assertEquals(429, begin(token, patients.getFirst()).code());
        assertTrue(decided.sees(patients.getFirst()));
    }

    @Test
    void the_list_leads_through_all_of_them_the_newest_first() {
        List<String> ids =
                IntStream.range(0, 3)
                        .mapToObj(n -> (String) begin(token, patient).body().get("id"))
                        .toList();
        String query = PATH + "?state=all&limit=2&user_id=" + doctor;
        HttpResponse<Map> first = server.get(query, admin);
        HttpResponse<Map> next =
                server.get(query + "&cursor=" + first.body().get("next_cursor"), admin);
        assertEquals(ids.get(2), items(first).getFirst().get("id"));
        assertEquals(ids.get(0), one(next).get("id"));
        assertEquals(null, next.body().get("next_cursor"));
        assertEquals(REASON, one(next).get("reason"));
        assertEquals(400, server.get(PATH + "?state=some", admin).code());
    }

    @Test
    void what_is_wrong_is_refused() {
        assertEquals(400, post(Map.of("patient_id", patient)));
        assertEquals(422, post(Map.of("patient_id", patient, "reason", "short")));
        assertEquals(422, post(Map.of("patient_id", patient, "reason", "x".repeat(501))));
        assertEquals(400, post(Map.of("patient_id", "a b", "reason", REASON)));
        assertEquals(400, post(Map.of("patient_id", patient, "reason", REASON, "minutes", 0)));
        assertEquals(400, post(Map.of("patient_id", patient, "reason", REASON, "minutes", 241)));
        assertEquals(0, items(server.get(PATH + "/mine?state=all", token)).size());
    }

    private int post(Map<String, ?> body) {
        return server.post(PATH, token, body).code();
    }

    private static List<Map> items(HttpResponse<Map> page) {
        return (List<Map>) page.body().get("items");
    }

    private static Map one(HttpResponse<Map> page) {
        assertEquals(1, items(page).size(), page.body().toString());
        return items(page).getFirst();
    }
}
