package dev.wardcast.notifications.conversations;

import static dev.wardcast.notifications.conversations.Chat.assertProblem;
import static dev.wardcast.notifications.conversations.Chat.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircleTest {

    private static Chat chat;

    private final Person anna = chat.world().with("NURSE");
    private final Person ben = chat.world().with("DOCTOR");
    private final Person cleo = chat.world().with("THERAPIST");

    @BeforeAll
    static void start() {
        chat = new Chat(Map.of());
    }

    @AfterAll
    static void stop() {
        chat.close();
    }

    private static Answer add(Person by, String conversation, Person who, boolean history) {
        return chat.service()
                .post(
                        by,
                        of(conversation, "/participants"),
                        "{\"user_id\":\"%s\",\"history\":%s}".formatted(who.id(), history));
    }

    private static Answer remove(Person by, String conversation, Person who) {
        return chat.service().send(by, "DELETE", of(conversation, "/participants/" + who.id()), "");
    }

    @Test
    void whoever_was_removed_sees_nothing_further() {
        String id = chat.with(anna, ben, cleo);
        chat.said(anna, id, "before");
        await().until(() -> chat.heard(cleo, id).size() == 1);
        assertEquals(204, remove(anna, id, cleo).status());
        chat.said(anna, id, "behind your back");
        await().until(() -> chat.heard(ben, id).contains("behind your back"));
        assertEquals(List.of("before"), chat.heard(cleo, id));
        assertEquals(1, chat.told(cleo, id, "participant_removed").size());
        assertProblem(404, "unknown_conversation", chat.service().get(cleo, of(id, "/messages")));
        assertProblem(404, "unknown_conversation", chat.say(cleo, id, "still there"));
        assertProblem(404, "unknown_conversation", add(cleo, id, cleo, true));
        assertFalse(listed(cleo).contains(id));
    }

    @Test
    void whoever_comes_later_sees_what_is_said_from_then_on_unless_history_is_opened() {
        String id = chat.with(anna, ben);
        chat.said(anna, id, "early");
        assertEquals(200, add(ben, id, cleo, false).status());
        chat.said(anna, id, "late");
        assertEquals(List.of("late"), chat.texts(cleo, id));
        assertEquals(1, chat.unread(cleo, id));
        Person dora = chat.world().with("NURSE");
        assertEquals(200, add(anna, id, dora, true).status());
        assertEquals(List.of("early", "late"), chat.texts(dora, id));
        await().until(() -> chat.told(anna, id, "participant_added").size() == 2);

        remove(cleo, id, cleo);
        chat.said(anna, id, "while away");
        add(anna, id, cleo, false);
        assertEquals(List.of(), chat.texts(cleo, id));
    }

    @Test
    void what_becomes_of_a_message_is_told_to_nobody_who_came_after_it() {
        String id = chat.with(anna, ben, cleo);
        String early = chat.said(anna, id, "early");
        String other = chat.said(anna, id, "other");
        Person dora = chat.world().with("NURSE");
        Person emil = chat.world().with("NURSE");
        remove(anna, id, cleo);
        add(anna, id, cleo, false);
        add(anna, id, dora, false);
        add(anna, id, emil, true);
        chat.service()
                .send(anna, "PATCH", of(id, "/messages/" + early), "{\"text\":\"early, mended\"}");
        chat.service().send(anna, "DELETE", of(id, "/messages/" + other), "");
        String late = chat.said(anna, id, "late");
        chat.service()
                .send(anna, "PATCH", of(id, "/messages/" + late), "{\"text\":\"late, mended\"}");
        for (Person each : List.of(anna, ben, emil)) {
            await().until(() -> chat.told(each, id, "message_edited").size() == 2);
            assertEquals(1, chat.told(each, id, "message_deleted").size());
        }
        for (Person each : List.of(cleo, dora)) {
            await().until(() -> chat.told(each, id, "message_edited").size() == 1);
            assertEquals(
                    "late, mended",
                    chat.told(each, id, "message_edited").getFirst().get("text").getStringValue());
            assertEquals(List.of(), chat.told(each, id, "message_deleted"));
        }
    }

    @Test
    void only_whoever_began_it_removes_others() {
        String id = chat.with(anna, ben, cleo);
        assertProblem(403, "not_yours", remove(ben, id, cleo));
        assertEquals(204, remove(ben, id, ben).status());
        assertProblem(404, "unknown_participant", remove(anna, id, ben));
    }

    @Test
    void when_whoever_began_it_leaves_who_is_in_it_longest_removes_others() {
        String id = chat.with(anna, ben);
        assertEquals(200, add(anna, id, cleo, false).status());
        assertEquals(204, remove(anna, id, anna).status());
        assertProblem(403, "not_yours", remove(cleo, id, ben));
        assertEquals(204, remove(ben, id, cleo).status());
        assertEquals(200, add(ben, id, anna, false).status());
        assertProblem(403, "not_yours", remove(ben, id, anna));
    }

    @Test
    void whoever_is_added_by_many_at_once_is_told_of_once() throws Exception {
        String id = chat.with(anna, ben);
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> adding =
                    Collections.nCopies(8, () -> add(anna, id, cleo, false));
            for (Future<Answer> added : many.invokeAll(adding)) {
                assertEquals(200, added.get().status());
            }
        }
        chat.said(anna, id, "all here");
        await().until(() -> chat.heard(ben, id).contains("all here"));
        for (Person each : List.of(anna, ben, cleo)) {
            assertEquals(1, chat.told(each, id, "participant_added").size());
        }
    }

    @Test
    void unread_messages_are_counted_and_reading_is_told() {
        String id = chat.with(anna, ben);
        for (int i = 0; i < 3; i++) {
            chat.said(anna, id, "number " + i);
        }
        assertEquals(3, chat.unread(ben, id));
        assertEquals(0, chat.unread(anna, id));
        Answer read = chat.service().post(ben, of(id, "/read"), "{\"sequence\":2}");
        assertEquals("2", read.text("read_sequence"));
        assertEquals(1, chat.unread(ben, id));
        assertEquals(
                "2",
                chat.service()
                        .post(ben, of(id, "/read"), "{\"sequence\":1}")
                        .text("read_sequence"));
        assertEquals("3", chat.service().post(ben, of(id, "/read"), "{}").text("read_sequence"));
        assertEquals(0, chat.unread(ben, id));
        for (Person each : List.of(anna, ben)) {
            await().until(() -> chat.told(each, id, "conversation_read").size() == 2);
        }
        assertEquals(
                3,
                chat.told(anna, id, "conversation_read").getLast().get("sequence").getIntValue());
    }

    @Test
    void typing_is_told_and_kept_nowhere() {
        String id = chat.with(anna, ben);
        assertEquals(204, chat.service().post(anna, of(id, "/typing"), "{}").status());
        assertEquals(204, chat.service().post(anna, of(id, "/typing"), "{}").status());
        await().until(() -> chat.told(ben, id, "typing").size() == 1);
        assertEquals(
                anna.id(), chat.told(ben, id, "typing").getFirst().get("user_id").getStringValue());
        assertEquals(List.of(), chat.texts(ben, id));
    }

    @Test
    void the_list_has_where_something_was_said_last_first() {
        String one = chat.with(anna, ben);
        String other = chat.with(anna, cleo);
        assertEquals(List.of(other, one), listed(anna));
        chat.said(ben, one, "news");
        assertEquals(List.of(one, other), listed(anna));
        assertEquals(List.of(one), listed(ben));
    }

    private static List<String> listed(Person caller) {
        List<String> ids = new ArrayList<>();
        chat.service()
                .get(caller, Chat.ALL)
                .body()
                .get("conversations")
                .values()
                .forEach(c -> ids.add(c.get("id").getStringValue()));
        return ids;
    }

    @Test
    void about_a_patient_only_those_talk_who_may_see_the_record_and_as_long_as_they_may() {
        String patient = chat.world().patient();
        Person carer = chat.world().caregiverOf(patient);
        Person therapist = chat.world().therapistOf(patient);
        String about = ",\"patient_id\":\"" + patient + "\"";
        assertProblem(403, "no_access_to_patient", chat.begin(anna, about, carer));
        assertProblem(422, "invalid_field", chat.begin(carer, about, anna));
        String id = chat.begin(carer, about, therapist).text("id");
        assertProblem(422, "invalid_field", add(carer, id, ben, false));
        chat.said(therapist, id, "progress");
        await().until(() -> chat.heard(carer, id).size() == 1);

        chat.world().grantOnly(carer);
        await().until(() -> chat.service().get(carer, of(id, "/messages")).status() == 403);
        assertProblem(403, "no_access_to_patient", chat.say(carer, id, "still here"));
        assertFalse(listed(carer).contains(id));
        chat.said(therapist, id, "among us");
        await().until(() -> chat.heard(therapist, id).contains("among us"));
        assertEquals(List.of("progress"), chat.heard(carer, id));
        // One may always leave.
        assertEquals(204, remove(carer, id, carer).status());
    }

    @Test
    void who_is_not_active_takes_no_part() {
        Person gone = chat.world().with("NURSE");
        chat.world().suspend(gone);
        await().until(() -> chat.begin(anna, "", gone).status() == 422);
        assertProblem(
                422,
                "invalid_field",
                chat.service().post(anna, Chat.ALL, "{\"participants\":[\"nobody-knows\"]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"participants\":[]}",
                "{\"participants\":[null]}",
                "{\"participants\":[\"no id\"]}",
                "{\"participants\":[\"u\"],\"title\":\" \"}",
                "{\"participants\":[\"u\"],\"title\":\"two\\nlines\"}",
                "{\"participants\":[\"u\"],\"patient_id\":\"no id\"}"
            })
    void a_wrong_beginning_is_refused_by_name(String body) {
        assertProblem(422, "invalid_field", chat.service().post(anna, Chat.ALL, body));
    }

    @Test
    void at_most_fifty_take_part() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add("\"user-" + i + "\"");
        }
        Answer refused = chat.service().post(anna, Chat.ALL, "{\"participants\":" + ids + "}");
        assertProblem(422, "invalid_field", refused);
        assertTrue(refused.text("detail").contains("50"), refused.text("detail"));
    }

    @Test
    void machines_have_nothing_to_say() {
        Person device = chat.world().with("DEVICE");
        assertProblem(403, "role_required", chat.begin(device, "", anna));
        assertProblem(403, "role_required", chat.service().get(device, Chat.ALL));
        assertEquals(401, chat.service().get(null, Chat.ALL).status());
    }
}
