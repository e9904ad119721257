package dev.wardcast.notifications.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.kit.crypto.SealedEvents;
import dev.wardcast.testsupport.AccessWorld;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The service, and what people do in it. */
final class Chat implements AutoCloseable {

    static final String ALL = "/api/conversations";

    private final ServiceUnderTest service;

    Chat(Map<String, Object> settings) {
        service = new ServiceUnderTest(settings);
    }

    ServiceUnderTest service() {
        return service;
    }

    AccessWorld world() {
        return service.world();
    }

    static String of(String conversation, String more) {
        return ALL + "/" + conversation + more;
    }

    Answer begin(Person creator, String more, Person... others) {
        String ids =
                Arrays.stream(others)
                        .map(one -> "\"" + one.id() + "\"")
                        .collect(Collectors.joining(","));
        return service.post(creator, ALL, "{\"participants\":[" + ids + "]" + more + "}");
    }

    /** A conversation that has begun. */
    String with(Person creator, Person... others) {
        Answer begun = begin(creator, "", others);
        assertEquals(201, begun.status(), () -> begun.body().toString());
        return begun.text("id");
    }

    Answer say(Person sender, String conversation, String text, String key) {
        return service.post(
                sender,
                of(conversation, "/messages"),
                "{\"text\":\"%s\",\"idempotency_key\":\"%s\"}".formatted(text, key));
    }

    Answer say(Person sender, String conversation, String text) {
        return service.post(
                sender, of(conversation, "/messages"), "{\"text\":\"%s\"}".formatted(text));
    }

    String said(Person sender, String conversation, String text) {
        Answer sent = say(sender, conversation, text);
        assertEquals(201, sent.status(), () -> sent.body().toString());
        return sent.text("message_id");
    }

    /** Texts, the oldest first; null for what was deleted. */
    List<String> texts(Person reader, String conversation) {
        Answer page = service.get(reader, of(conversation, "/messages?limit=200"));
        assertEquals(200, page.status(), () -> page.body().toString());
        List<String> texts = new ArrayList<>();
        page.body()
                .get("messages")
                .values()
                .forEach(m ->
                        texts.addFirst(
                                m.get("text") == null ? null : m.get("text").getStringValue()));
        return texts;
    }

    int unread(Person reader, String conversation) {
        return service.get(reader, of(conversation, "")).body().get("unread").getIntValue();
    }

    /** What this user's streams were told of this type about this conversation, in its order. */
    List<JsonNode> told(Person user, String conversation, String type) {
        SealedEvents vault = service.bean(SealedEvents.class);
        List<JsonNode> told = new ArrayList<>();
        for (AccessWorld.Published event : world().toldTo(user)) {
            try {
                JsonNode data =
                        service.json(
                                vault.open(event.room(), event.id(), event.data().getBytes(UTF_8)));
                if (data.get("type").getStringValue().equals(type)
                        && data.get("conversation_id").getStringValue().equals(conversation)) {
                    told.add(data);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return told;
    }

    List<String> heard(Person user, String conversation) {
        return told(user, conversation, "new_message").stream()
                .map(data -> data.get("text").getStringValue())
                .toList();
    }

    static void assertProblem(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), () -> answer.body().toString());
        assertEquals(code, answer.text("code"));
    }

    @Override
    public void close() {
        service.close();
    }
}
