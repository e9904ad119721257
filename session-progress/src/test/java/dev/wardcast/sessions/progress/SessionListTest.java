package dev.wardcast.sessions.progress;

import static dev.wardcast.sessions.SessionsNode.SESSIONS;
import static dev.wardcast.sessions.SessionsNode.assertProblem;
import static dev.wardcast.sessions.SessionsNode.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.sessions.Recording;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionListTest {

    @TempDir static Path audio;
    private static SessionsNode node;

    private final String patient = node.world().patient();
    private final Person therapist = node.world().therapistOf(patient);

    @BeforeAll
    static void start() {
        node = new SessionsNode(audio);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private String upload() {
        return node.upload(
                        therapist, part("patient_id", patient), part("audio", new Recording(1_000)))
                .text("session_id");
    }

    private Answer list(Person caller, String query) {
        return node.service().get(caller, SESSIONS + query);
    }

    private static List<String> ids(Answer page) {
        List<String> ids = new ArrayList<>();
        page.body()
                .get("sessions")
                .values()
                .forEach(one -> ids.add(one.get("session_id").getStringValue()));
        return ids;
    }

    private static boolean isLast(Answer page) {
        JsonNode next = page.body().get("next_cursor");
        return next == null || next.isNull();
    }

    @Test
    void the_sessions_of_a_patient_come_newest_first_page_by_page_and_each_once() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.addFirst(upload());
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        Answer page;
        do {
            page = list(therapist, "?limit=2&patient_id=" + patient + cursor);
            assertEquals(200, page.status(), page.body()::toString);
            found.addAll(ids(page));
            cursor = isLast(page) ? "" : "&cursor=" + page.text("next_cursor");
        } while (!isLast(page));
        assertEquals(newestFirst, found);
    }

    @Test
    void whoever_may_not_see_the_patient_gets_no_list() {
        upload();
        String mine = "?patient_id=" + patient;
        String other = node.world().patient();
        assertProblem(403, "no_access_to_patient", list(node.world().therapistOf(other), mine));
        assertEquals(1, ids(list(node.world().patientThemself(patient), mine)).size());
        assertEquals(1, ids(list(node.world().with("ADMIN"), mine)).size());
        assertEquals(403, list(node.world().with("PIPELINE"), mine).status());
    }

    @Test
    void a_place_in_the_list_of_another_patient_is_none_in_this_one() {
        String here = upload();
        String other = node.world().patient();
        Answer page = list(node.world().with("ADMIN"), "?patient_id=" + other + "&cursor=" + here);
        assertEquals(List.of(), ids(page));
        assertTrue(isLast(page));
    }

    @Test
    void what_is_missing_or_wrong_is_named() {
        assertProblem(400, "invalid_patient_id", list(therapist, ""));
        assertProblem(400, "invalid_limit", list(therapist, "?limit=0&patient_id=" + patient));
        assertProblem(
                400, "invalid_cursor", list(therapist, "?cursor=a%20b&patient_id=" + patient));
    }
}
