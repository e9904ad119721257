package dev.wardcast.notifications.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.crypto.SealedEvents;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AccessWorld.Published;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsHttpTest {

    private static final String LIST = "/api/notifications";
    private static final String SYSTEM = "/api/notifications/system";

    private static ServiceUnderTest service;
    private static Person admin;

    private final Person user = service.world().with("NURSE");

    @BeforeAll
    static void start() {
        service = new ServiceUnderTest(Map.of());
        admin = service.world().with("ADMIN");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private Answer send(String content) {
        Answer answer =
                service.post(
                        admin,
                        SYSTEM,
                        "{\"user_id\":\"%s\",\"content\":\"%s\"}".formatted(user.id(), content));
        assertEquals(201, answer.status(), () -> answer.body().toString());
        return answer;
    }

    private static List<String> contents(Person caller, String query) {
        return values(service.get(caller, LIST + query));
    }

    private static List<String> values(Answer page) {
        assertEquals(200, page.status(), () -> page.body().toString());
        List<String> contents = new ArrayList<>();
        page.body()
                .get("notifications")
                .values()
                .forEach(n -> contents.add(n.get("content").getStringValue()));
        return contents;
    }

    private List<Published> published(int atLeast) {
        String room = "user:" + user.id();
        await().until(() -> service.world().published(room).size() >= atLeast);
        return service.world().published(room);
    }

    @Test
    void a_notice_is_answered_kept_and_published_as_the_same_thing() throws Exception {
        Answer sent = send("Your profile is <incomplete>\\nand more");
        assertEquals(user.id(), sent.text("user_id"));
        assertEquals("system_notification", sent.text("type"));
        assertFalse(Instant.parse(sent.text("timestamp")).isAfter(Instant.now()));

        Published event = published(1).getFirst();
        assertEquals(sent.text("id"), event.id());
        assertEquals("user.notification", event.type());
        Set<String> told = new TreeSet<>();
        assertFalse(event.data().contains("incomplete"), event.data());
        JsonNode data =
                service.json(
                        service.bean(SealedEvents.class)
                                .open(
                                        "user:" + user.id(),
                                        event.id(),
                                        event.data().getBytes(UTF_8)));
        data.entries().forEach(e -> told.add(e.getKey()));
        assertEquals(Set.of("type", "id", "content", "timestamp"), told);
        JsonNode listed = service.get(user, LIST).body().get("notifications").get(0);
        for (var field : data.entries()) {
            assertEquals(field.getValue(), listed.get(field.getKey()), field.getKey());
        }
        assertEquals("pending", listed.get("state").getStringValue());
        assertEquals(
                "Your profile is <incomplete>\nand more", listed.get("content").getStringValue());
        assertEquals(sent.text("timestamp"), listed.get("timestamp").getStringValue());
    }

    @Test
    void each_notice_is_published_exactly_once_and_in_its_order() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(send("number " + i).text("id"));
        }
        assertEquals(ids, published(50).stream().map(Published::id).toList());
    }

    @Test
    void an_acknowledgement_changes_the_list_once_and_publishes_nothing() {
        String id = send("one").text("id");
        send("two");
        String path = LIST + "/" + id + "/ack";
        Answer first = service.post(user, path, "");
        assertEquals(200, first.status(), () -> first.body().toString());
        assertFalse(first.text("acknowledged_at").isEmpty());
        assertEquals(first, service.post(user, path, ""));
        assertEquals(List.of("two"), contents(user, "?unread=true"));
        assertEquals(List.of("two", "one"), contents(user, "?unread=false"));
        assertEquals(2, published(2).size());
    }

    @Test
    void a_foreign_notification_and_none_are_the_same_404() {
        String id = send("for one alone").text("id");
        Person other = service.world().with("NURSE");
        Answer foreign = service.post(other, LIST + "/" + id + "/ack", "");
        assertProblem(404, "unknown_notification", foreign);
        assertEquals(foreign, service.post(admin, LIST + "/" + id + "/ack", ""));
        for (String none : List.of(UUID.randomUUID().toString(), "%00", "a%20b")) {
            assertEquals(foreign, service.post(other, LIST + "/" + none + "/ack", ""), none);
        }
        assertEquals(List.of(), contents(other, ""));
        assertEquals(List.of("for one alone"), contents(user, "?unread=true"));
    }

    @Test
    void pages_neither_repeat_nor_skip_while_new_ones_arrive() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            send("number " + i);
            expected.addFirst("number " + i);
        }
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = service.get(user, LIST + "?limit=3" + cursor);
            paged.addAll(values(page));
            send("meanwhile");
            JsonNode next = page.body().get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.getStringValue();
        } while (!cursor.isEmpty());
        assertEquals(expected, paged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=201", "limit=x", "cursor=x", "cursor=MjA", "unread=maybe"})
    void a_wrong_question_is_400(String query) {
        assertEquals(400, service.get(user, LIST + "?" + query).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id", "hospital_id"})
    void a_notice_to_somebody_who_is_not_there_is_refused(String field) {
        Answer answer =
                service.post(
                        admin, SYSTEM, "{\"%s\":\"not-there\",\"content\":\"x\"}".formatted(field));
        assertProblem(422, "invalid_field", answer);
        assertTrue(answer.text("detail").startsWith(field), answer.text("detail"));
    }

    @Test
    void a_wrong_notice_is_refused_and_nothing_is_kept() {
        String withoutUser = "{\"content\":\"to everyone\"}";
        Answer toNobody = service.post(admin, SYSTEM, withoutUser);
        assertProblem(422, "invalid_field", toNobody);
        assertTrue(toNobody.text("detail").startsWith("user_id: missing"));
        String format = "{\"user_id\":\"%s\",\"content\":%s}";
        for (String content :
                List.of("null", "\"\"", "\"\\u0000\"", "\"" + "x".repeat(4001) + "\"")) {
            Answer answer = service.post(admin, SYSTEM, format.formatted(user.id(), content));
            assertProblem(422, "invalid_field", answer);
        }
        assertEquals(400, service.post(admin, SYSTEM, "{\"content\":").status());
        assertEquals(400, service.post(admin, SYSTEM, "").status());
        assertEquals(
                413, service.post(admin, SYSTEM, " ".repeat(2_100_000) + withoutUser).status());
        assertEquals(List.of(), contents(user, ""));
    }

    @Test
    void without_a_token_every_endpoint_is_401() {
        assertEquals(401, service.post(null, SYSTEM, "{}").status());
        assertEquals(401, service.get(null, LIST).status());
        assertEquals(401, service.post(null, LIST + "/x/ack", "").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATIENT",
                "CAREGIVER",
                "DOCTOR",
                "NURSE",
                "THERAPIST",
                "DISPATCHER",
                "DEVICE",
                "PIPELINE"
            })
    void only_an_admin_sends_notices(String role) {
        String notice = "{\"user_id\":\"%s\",\"content\":\"x\"}".formatted(user.id());
        assertProblem(
                403, "role_required", service.post(service.world().with(role), SYSTEM, notice));
    }

    @Test
    void a_service_that_works_says_so() {
        await().until(() -> service.get(null, "/health/readiness").status() == 200);
        assertEquals(200, service.get(null, "/openapi").status());
    }

    private static void assertProblem(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), () -> answer.body().toString());
        assertEquals(code, answer.text("code"));
        assertTrue(answer.contentType().startsWith("application/problem+json"));
    }
}
