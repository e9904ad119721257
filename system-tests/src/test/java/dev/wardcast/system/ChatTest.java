package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wardcast.testsupport.SseClient;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one person's post to the streams of others, through all services. */
class ChatTest {

    private static final String STREAM = "/api/events/stream";
    private static final String TALKS = "/api/conversations";

    @TempDir static Path data;
    private static AllServices services;
    private static Person nurse;
    private static Person doctor;

    @BeforeAll
    static void start() throws Exception {
        services = new AllServices(data);
        nurse = Person.signIn(services.url(), "nurse1");
        doctor = Person.signIn(services.url(), "doctor1");
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    private static String begin(Person creator, String... others) throws Exception {
        String ids = "\"" + String.join("\",\"", others) + "\"";
        HttpResponse<String> begun = creator.post(TALKS, "{\"participants\":[" + ids + "]}");
        assertEquals(201, begun.statusCode(), begun.body());
        return Person.json(begun.body()).get("id").getStringValue();
    }

    private static void say(Person sender, String conversation, String text) throws Exception {
        HttpResponse<String> sent =
                sender.post(
                        TALKS + "/" + conversation + "/messages", "{\"text\":\"" + text + "\"}");
        assertEquals(201, sent.statusCode(), sent.body());
    }

    private static List<String> said(SseClient stream, String conversation) {
        return stream.events().stream()
                .map(event -> Person.json(event.data()))
                .filter(told -> told.get("type").getStringValue().equals("new_message"))
                .filter(told -> told.get("conversation_id").getStringValue().equals(conversation))
                .map(told -> told.get("text").getStringValue())
                .toList();
    }

    @Test
    void a_message_reaches_every_device_and_whoever_comes_back_misses_none() throws Exception {
        String id = begin(nurse, "doctor1");
        String begun;
        try (SseClient first = doctor.follow(STREAM, "");
                SseClient second = doctor.follow(STREAM, "");
                SseClient own = nurse.follow(STREAM, "")) {
            begun = first.awaitLastEventId(SOON);
            second.awaitLastEventId(SOON);
            own.awaitLastEventId(SOON);
            say(nurse, id, "one <b>line</b>");
            for (SseClient stream : List.of(first, second, own)) {
                await().until(() -> said(stream, id).equals(List.of("one <b>line</b>")));
                SseClient.Event event = stream.events().getLast();
                assertEquals("message", event.event());
            }
        }
        say(nurse, id, "two");
        say(nurse, id, "three");
        try (SseClient back = doctor.follow(STREAM, begun)) {
            await().until(() -> said(back, id).equals(List.of("one <b>line</b>", "two", "three")));
        }
    }

    @Test
    void whoever_was_removed_hears_nothing_further_on_an_open_stream_nor_on_a_new_one()
            throws Exception {
        String id = begin(nurse, "doctor1", "therapist1");
        Person therapist = Person.signIn(services.url(), "therapist1");
        try (SseClient stream = therapist.follow(STREAM, "");
                SseClient other = doctor.follow(STREAM, "")) {
            String begun = stream.awaitLastEventId(SOON);
            other.awaitLastEventId(SOON);
            assertEquals(
                    204,
                    nurse.request("DELETE", TALKS + "/" + id + "/participants/therapist1")
                            .statusCode());
            say(nurse, id, "among us");
            await().until(() -> said(other, id).equals(List.of("among us")));
            begin(nurse, "therapist1");
            stream.awaitEvent(event -> event.data().contains("conversation_created"), SOON);
            assertEquals(List.of(), said(stream, id));
            try (SseClient later = therapist.follow(STREAM, begun)) {
                later.awaitEvent(event -> event.data().contains("conversation_created"), SOON);
                assertEquals(List.of(), said(later, id));
            }
        }
    }

    @Test
    void a_broadcast_is_delivered_to_whoever_has_a_stream_and_pending_for_the_rest()
            throws Exception {
        Person admin = Person.signIn(services.url(), "admin");
        Person patient = Person.signIn(services.url(), "patient2");
        String id;
        try (SseClient stream = doctor.follow(STREAM, "")) {
            stream.awaitLastEventId(SOON);
            HttpResponse<String> sent =
                    admin.post(
                            "/api/notifications/system",
                            "{\"everyone\":true,\"content\":\"Fire drill at noon\"}");
            id = Person.json(sent.body()).get("id").getStringValue();
            stream.awaitEvent(event -> event.data().contains(id), SOON);
            await().until(() -> state(doctor, id).equals("delivered"));
        }
        assertEquals("pending", state(patient, id));
        assertEquals(200, patient.post("/api/notifications/" + id + "/ack", "").statusCode());
        assertEquals("acknowledged", state(patient, id));
        assertEquals("delivered", state(doctor, id));
    }

    private static String state(Person who, String id) throws Exception {
        String list = who.get("/api/notifications?limit=200").body();
        for (JsonNode each : Person.json(list).get("notifications").values()) {
            if (each.get("id").getStringValue().equals(id)) {
                return each.get("state").getStringValue();
            }
        }
        return "not there";
    }

    @Test
    void who_has_a_stream_open_is_online() throws Exception {
        String id = begin(nurse, "patient1");
        Person patient = Person.signIn(services.url(), "patient1");
        assertFalse(online(id, "patient1"));
        try (SseClient stream = patient.follow(STREAM, "")) {
            stream.awaitLastEventId(SOON);
            await().until(() -> online(id, "patient1"));
        }
        await().until(() -> !online(id, "patient1"));
    }

    private static boolean online(String conversation, String userId) throws Exception {
        String list = nurse.get(TALKS + "/" + conversation + "/participants").body();
        for (JsonNode each : Person.json(list).get("participants").values()) {
            if (each.get("user_id").getStringValue().equals(userId)) {
                return each.get("online").getBooleanValue();
            }
        }
        throw new AssertionError(userId + " is not in it: " + list);
    }
}
