package dev.wardcast.notifications.appointments;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppointmentsHttpTest {

    private static final String PATH = "/api/appointments";
    private static ServiceUnderTest service;

    private final String patient = service.world().patient();
    private final Person caregiver = service.world().caregiverOf(patient);
    private final Person themself = service.world().patientThemself(patient);

    @BeforeAll
    static void start() {
        service = new ServiceUnderTest(Map.of());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private String body(String more) {
        return """
        {"patient_id":"%s","participants":["%s","%s"],"starts_at":"2027-03-28T09:30",
         "zone":"Europe/Berlin","content":"Blood test","reminders":["P1D","PT1H"]%s}
        """
                .formatted(patient, caregiver.id(), themself.id(), more);
    }

    private String make() {
        Answer made = service.post(caregiver, PATH, body(""));
        assertEquals(201, made.status(), () -> made.body().toString());
        return made.text("id");
    }

    @Test
    void an_appointment_says_its_time_by_the_wall_and_by_the_world() {
        Answer made = service.post(caregiver, PATH, body(",\"title\":\"Lab\""));
        assertEquals(201, made.status(), () -> made.body().toString());
        assertEquals("2027-03-28T09:30", made.text("starts_at"));
        assertEquals("2027-03-28T07:30:00Z", made.text("time"));
        assertEquals("2027-03-28T08:30:00Z", made.text("ends_at"));
        assertEquals("SCHEDULED", made.text("state"));
        JsonNode first = made.body().get("reminders").get(0);
        assertEquals("P1D", first.get("before").getStringValue());
        // Clocks go forward in that night.
        assertEquals("2027-03-27T08:30:00Z", first.get("due_at").getStringValue());
        assertEquals("PENDING", first.get("state").getStringValue());
        String path = PATH + "/" + made.text("id");
        for (Person who : List.of(caregiver, themself, service.world().with("ADMIN"))) {
            assertEquals(made.body(), service.get(who, path).body());
        }
    }

    @Test
    void it_is_moved_and_cancelled_by_who_made_it_and_stays_cancelled() {
        String path = PATH + "/" + make();
        String later =
                body("").replace("09:30", "11:00").replace("[\"P1D\",\"PT1H\"]", "[\"PT2H\"]");
        assertEquals(403, service.send(themself, "PUT", path, later).status());
        Answer moved = service.send(caregiver, "PUT", path, later);
        assertEquals(200, moved.status(), () -> moved.body().toString());
        assertEquals("2027-03-28T09:00:00Z", moved.text("time"));
        assertEquals(1, moved.body().get("reminders").size());
        assertEquals(403, service.send(themself, "DELETE", path, "").status());
        Answer cancelled = service.send(caregiver, "DELETE", path, "");
        assertEquals("CANCELLED", cancelled.text("state"));
        assertEquals(
                "CANCELLED",
                cancelled.body().get("reminders").get(0).get("state").getStringValue());
        assertEquals(cancelled, service.send(caregiver, "DELETE", path, ""));
        assertEquals(409, service.send(caregiver, "PUT", path, later).status());
    }

    @Test
    void whoever_has_nothing_to_do_with_it_hears_that_there_is_none() {
        String id = make();
        Person other = service.world().caregiverOf(patient);
        Answer foreign = service.get(other, PATH + "/" + id);
        assertEquals(404, foreign.status());
        assertEquals(foreign, service.get(other, PATH + "/none"));
        assertEquals(404, service.send(other, "DELETE", PATH + "/" + id, "").status());
        assertEquals(401, service.get(null, PATH + "/" + id).status());
        service.world().grantOnly(caregiver);
        await().atMost(TOLD).until(() -> service.get(caregiver, PATH + "/" + id).status() == 403);
        assertEquals(0, service.get(caregiver, PATH).body().get("appointments").size());
    }

    @Test
    void nobody_is_called_together_about_a_patient_whom_they_may_not_see() {
        Person stranger = service.world().with("CAREGIVER");
        assertEquals(403, service.post(stranger, PATH, body("")).status());
        Answer refused =
                service.post(caregiver, PATH, body("").replace(themself.id(), stranger.id()));
        assertEquals(422, refused.status());
        assertTrue(refused.text("detail").startsWith("participants: [" + stranger.id() + "]"));
    }

    @Test
    void without_a_patient_staff_call_whomever_and_others_themselves() {
        String format =
                "{\"participants\":[\"%s\"],\"starts_at\":\"2027-01-04T08:00\",\"zone\":\"UTC\","
                        + "\"content\":\"x\"}";
        Person nurse = service.world().with("NURSE");
        assertEquals(201, service.post(nurse, PATH, format.formatted(themself.id())).status());
        assertEquals(403, service.post(themself, PATH, format.formatted(nurse.id())).status());
        assertEquals(201, service.post(themself, PATH, format.formatted(themself.id())).status());
        assertEquals(422, service.post(nurse, PATH, format.formatted("nobody")).status());
        assertEquals(403, service.post(service.world().with("DEVICE"), PATH, "{}").status());
    }

    @Test
    void the_list_has_the_callers_own_in_order_and_pages_do_not_repeat() {
        Person nurse = service.world().with("NURSE");
        List<String> expected = new ArrayList<>();
        for (int day = 5; day >= 1; day--) {
            expected.addFirst("2027-02-0" + day + "T08:00");
            assertEquals(
                    201,
                    service.post(
                                    nurse,
                                    PATH,
                                    "{\"starts_at\":\"%s\",\"zone\":\"UTC\",\"content\":\"x\"}"
                                            .formatted(expected.getFirst()))
                            .status());
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = service.get(nurse, PATH + "?limit=2" + cursor);
            page.body()
                    .get("appointments")
                    .values()
                    .forEach(one -> found.add(one.get("starts_at").getStringValue()));
            JsonNode next = page.body().get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.getStringValue();
        } while (!cursor.isEmpty());
        assertEquals(expected, found);
        Answer late = service.get(nurse, PATH + "?from=2027-02-05T00:00:00Z");
        assertEquals(1, late.body().get("appointments").size());
        for (String wrong : List.of("limit=0", "limit=201", "cursor=x", "from=tomorrow")) {
            assertEquals(400, service.get(nurse, PATH + "?" + wrong).status(), wrong);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "starts_at, \"2027-03-28T09:30\", \"2027-03-28T09:30Z\"",
        "starts_at, \"2027-03-28T09:30\", \"2027-03-28T02:30\"",
        "starts_at, \"2027-03-28T09:30\", null",
        "zone, \"Europe/Berlin\", \"CEST/Mars\"",
        "content, \"Blood test\", \" \"",
        "content, \"Blood test\", \"\\u0007\"",
        "reminders, \"PT1H\", \"soon\"",
        "reminders, \"PT1H\", null",
        "content, \"Blood test\", \"x\"$\"title\":\"\"",
        "duration, \"Blood test\", \"x\"$\"duration\":\"P30D\""
    })
    void a_wrong_field_is_named(String field, String right, String wrong) {
        String request = body("").replace(right, wrong.replace('$', ','));
        Answer refused = service.post(caregiver, PATH, request);
        assertEquals(422, refused.status(), () -> refused.body().toString());
        String expected = request.contains("title") ? "title" : field;
        assertTrue(refused.text("detail").startsWith(expected + ": "), refused.text("detail"));
    }
}
