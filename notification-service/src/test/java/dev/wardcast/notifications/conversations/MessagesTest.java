package dev.wardcast.notifications.conversations;

import static dev.wardcast.notifications.conversations.Chat.assertProblem;
import static dev.wardcast.notifications.conversations.Chat.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    private static Chat chat;

    private final Person anna = chat.world().with("NURSE");
    private final Person ben = chat.world().with("DOCTOR");
    private final Person cleo = chat.world().with("CAREGIVER");

    @BeforeAll
    static void start() {
        chat =
                new Chat(
                        Map.of(
                                "wardcast.chat.user-messages",
                                100_000,
                                "wardcast.chat.conversation-messages",
                                100_000));
    }

    @AfterAll
    static void stop() {
        chat.close();
    }

    @Test
    void a_message_is_kept_and_told_every_participant_once_the_senders_devices_too() {
        String id = chat.with(anna, ben, cleo);
        Answer sent = chat.say(anna, id, "<b>Bed 7</b>\\nis free");
        assertEquals(201, sent.status());
        for (Person each : List.of(anna, ben, cleo)) {
            await().until(() -> chat.heard(each, id).size() == 1);
            JsonNode told = chat.told(each, id, "new_message").getFirst();
            assertEquals("<b>Bed 7</b>\nis free", told.get("text").getStringValue());
            assertEquals(anna.id(), told.get("sender").getStringValue());
            assertEquals(sent.text("message_id"), told.get("message_id").getStringValue());
            assertEquals(sent.text("timestamp"), told.get("timestamp").getStringValue());
            assertEquals(List.of("<b>Bed 7</b>\nis free"), chat.texts(each, id));
        }
    }

    @Test
    void the_same_key_is_the_same_message_however_often_and_at_once_it_is_sent() throws Exception {
        String id = chat.with(anna, ben);
        String key = UUID.randomUUID().toString();
        List<Integer> statuses = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Answer answer :
                atOnce(IntStream.range(0, 20), i -> chat.say(anna, id, "text " + i, key))) {
            statuses.add(answer.status());
            ids.add(answer.text("message_id"));
        }
        assertEquals(1, statuses.stream().filter(s -> s == 201).count(), statuses.toString());
        assertEquals(19, statuses.stream().filter(s -> s == 200).count(), statuses.toString());
        assertEquals(1, new HashSet<>(ids).size());
        chat.said(anna, id, "last");
        await().until(() -> chat.heard(ben, id).contains("last"));
        assertEquals(2, chat.heard(ben, id).size());
        assertEquals(2, chat.texts(ben, id).size());
        // Another sender's key is another's.
        assertEquals(201, chat.say(ben, id, "mine", key).status());
        assertProblem(409, "idempotency_key_used", chat.say(anna, chat.with(anna, cleo), "x", key));
    }

    @Test
    void everybody_hears_all_that_was_said_at_once_in_one_order() throws Exception {
        String id = chat.with(anna, ben, cleo);
        List<Person> people = List.of(anna, ben, cleo);
        int many = 300;
        for (Answer answer :
                atOnce(
                        IntStream.range(0, many),
                        i -> chat.say(people.get(i % 3), id, "number " + i))) {
            assertEquals(201, answer.status(), () -> answer.body().toString());
        }
        List<Long> places = LongStream.rangeClosed(1, many).boxed().toList();
        for (Person each : people) {
            await().until(() -> chat.heard(each, id).size() >= many);
            assertEquals(
                    places,
                    chat.told(each, id, "new_message").stream()
                            .map(m -> m.get("sequence").getLongValue())
                            .toList());
        }
        assertEquals(chat.heard(anna, id), chat.heard(cleo, id));
        assertEquals(chat.heard(anna, id).subList(many - 200, many), chat.texts(ben, id));
    }

    private interface Ask {
        Answer of(int number);
    }

    private static List<Answer> atOnce(IntStream numbers, Ask ask) throws Exception {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = new ArrayList<>();
            numbers.forEach(i -> calls.add(() -> ask.of(i)));
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : people.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @Test
    void what_was_edited_or_deleted_leaves_a_trace_for_its_sender_alone() {
        String id = chat.with(anna, ben);
        String message = chat.said(anna, id, "10 mg");
        String path = of(id, "/messages/" + message);
        Answer edited = chat.service().send(anna, "PATCH", path, "{\"text\":\"1 mg\"}");
        assertEquals("1 mg", edited.text("text"));
        assertFalse(edited.text("edited_at").isEmpty());
        assertEquals(edited, chat.service().send(anna, "PATCH", path, "{\"text\":\"1 mg\"}"));
        assertProblem(
                403, "not_yours", chat.service().send(ben, "PATCH", path, "{\"text\":\"x\"}"));
        assertProblem(403, "not_yours", chat.service().send(ben, "DELETE", path, ""));
        Answer deleted = chat.service().send(anna, "DELETE", path, "");
        assertEquals(200, deleted.status());
        assertNull(deleted.body().get("text"));
        assertEquals(deleted, chat.service().send(anna, "DELETE", path, ""));
        assertProblem(
                409,
                "message_deleted",
                chat.service().send(anna, "PATCH", path, "{\"text\":\"x\"}"));

        await().until(() -> chat.told(ben, id, "message_deleted").size() == 1);
        assertEquals(1, chat.told(ben, id, "message_edited").size());
        assertNull(chat.told(ben, id, "message_deleted").getFirst().get("text"));
        assertTrue(chat.texts(ben, id).stream().allMatch(Objects::isNull));
        Answer trace = chat.service().get(anna, path + "/changes");
        List<String> former = new ArrayList<>();
        trace.body()
                .get("changes")
                .values()
                .forEach(c ->
                        former.add(
                                c.get("kind").getStringValue()
                                        + " "
                                        + c.get("former_text").getStringValue()));
        assertEquals(List.of("edited 10 mg", "deleted 1 mg"), former);
        assertProblem(403, "not_yours", chat.service().get(ben, path + "/changes"));
    }

    @Test
    void pages_go_back_to_the_first_message_without_repeating_one() {
        String id = chat.with(anna, ben);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            chat.said(anna, id, "number " + i);
            said.addFirst("number " + i);
        }
        List<String> read = new ArrayList<>();
        String before = "";
        do {
            Answer page = chat.service().get(ben, of(id, "/messages?limit=3" + before));
            page.body()
                    .get("messages")
                    .values()
                    .forEach(m -> read.add(m.get("text").getStringValue()));
            chat.said(ben, id, "meanwhile");
            JsonNode next = page.body().get("next_before");
            before = next.isNull() ? "" : "&before=" + next.getLongValue();
        } while (!before.isEmpty());
        assertEquals(said, read);
    }

    @Test
    void text_is_limited_and_plain() {
        String id = chat.with(anna, ben);
        assertEquals(201, chat.say(anna, id, "👩".repeat(4000)).status());
        for (String text :
                List.of("", " ", "x".repeat(4001), "\\u0000", "\\u001b[31m", "\\ud83d")) {
            Answer refused = chat.say(anna, id, text);
            assertProblem(422, "invalid_field", refused);
            assertTrue(refused.text("detail").startsWith("text: "), refused.text("detail"));
        }
        assertProblem(422, "invalid_field", chat.say(anna, id, "x", "no key"));
        assertEquals(1, chat.texts(anna, id).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%20b", "none"})
    void a_conversation_that_one_is_not_in_is_none(String none) {
        assertProblem(404, "unknown_conversation", chat.say(anna, none, "x"));
        assertProblem(404, "unknown_conversation", chat.service().get(anna, of(none, "/messages")));
        String id = chat.with(anna, ben);
        assertProblem(404, "unknown_conversation", chat.say(cleo, id, "x"));
        assertProblem(404, "unknown_conversation", chat.service().get(cleo, of(id, "")));
        assertProblem(404, "unknown_conversation", chat.service().get(cleo, of(id, "/messages")));
        assertProblem(
                404,
                "unknown_conversation",
                chat.service().get(chat.world().with("ADMIN"), of(id, "/messages")));
    }
}
