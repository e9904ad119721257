package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import io.micronaut.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/asyncapi.yaml says what the services say. */
class AsyncApiServicesTest {

    private static final AsyncApi API = new AsyncApi();

    @TempDir static Path data;
    private static AllServices services;

    @BeforeAll
    static void start() {
        services = new AllServices(data);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @ParameterizedTest
    @CsvSource({
        "alertRaised, dev.wardcast.alerts.life.AlertPayload",
        "alertEscalated, dev.wardcast.alerts.life.AlertPayload",
        "alertAcknowledged, dev.wardcast.alerts.life.AckPayload",
        "alertUpdated, dev.wardcast.alerts.life.AlertUpdate",
        "alertNotice, dev.wardcast.alerts.life.AlertNotice",
        "systemNotification, dev.wardcast.notifications.inbox.NotificationEvents$Payload",
        "appointmentReminder, dev.wardcast.notifications.appointments.ReminderEvent",
        "chatMessage, dev.wardcast.notifications.conversations.ChatEvents$MessagePayload",
        "conversationChange, dev.wardcast.notifications.conversations.ChatEvents$ChangePayload",
        "chatSignal, dev.wardcast.notifications.conversations.ChatEvents$SignalPayload",
        "sessionStep, dev.wardcast.sessions.progress.SessionEvents$Payload",
    })
    void an_example_passes_through_the_services_own_record_unchanged(String message, String record)
            throws Exception {
        for (JsonNode example : API.examples(message)) {
            assertEquals(example, through(Class.forName(record), example));
        }
    }

    @Test
    void a_devices_changes_pass_through_their_record_unchanged() throws Exception {
        Class<?> payload = Class.forName("dev.wardcast.vitals.fleet.DeviceEvents$Payload");
        for (JsonNode event : API.examples("namedEvent")) {
            if (event.path("data").has("last_heard_at")) {
                assertEquals(event.path("data"), through(payload, event.path("data")));
            }
        }
    }

    private static JsonNode through(Class<?> record, JsonNode example) throws Exception {
        JsonMapper mapper = services.bean(JsonMapper.class);
        Object read = mapper.readValue(example.toString(), record);
        return AsyncApi.json(new String(mapper.writeValueAsBytes(read), StandardCharsets.UTF_8));
    }

    @Test
    void what_alerts_and_vitals_say_is_in_the_document() throws Exception {
        Person nurse = Person.signIn(services.url(), "nurse1");
        String alerts = "/api/v1/alerts/stream?role=nurse&patient_id=patient-3";
        try (SseClient stream = nurse.follow(alerts, "");
                SseClient events = nurse.follow("/realtime/events/patient/patient-3", "");
                WebSocketClient socket = socket("/ws?role=nurse&patient_id=patient-3", nurse)) {
            stream.awaitLastEventId(SOON);
            events.awaitLastEventId(SOON);
            socket.await("connected");
            Device device = new Device(services.url(), 3);
            device.normal();
            device.high();
            String told = stream.awaitEvent(e -> e.data().contains("\"alert\""), SOON).data();
            String id = AsyncApi.json(told).path("alert_id").asText();
            assertEquals(
                    200,
                    nurse.post("/api/v1/alerts/" + id + "/snooze", "{\"minutes\":5}").statusCode());
            ObjectNode ack = (ObjectNode) API.examples("acknowledge").getFirst().deepCopy();
            socket.send(ack.put("alert_id", id).put("patient_id", "patient-3").toString());
            socket.await("ack_result");
            stream.awaitEvent(e -> e.data().contains("\"ack\""), SOON);
            events.awaitEvent(e -> e.data().contains("\"ack\""), SOON);
            socket.await("\"event\":\"ack\"");
            socket.send(ack.put("alert_id", "none-of-mine").toString()).await("none-of-mine");
            API.assertKept("patientAlerts", stream, 3);
            API.assertKept("patientEvents", events, 5);
            API.assertKept("alertSocket", socket);
        }
    }

    @Test
    void what_a_session_and_a_users_own_stream_say_is_in_the_document() throws Exception {
        Person admin = Person.signIn(services.url(), "admin");
        String session = upload(admin);
        String user =
                Person.json(admin.get("/api/v1/auth/me").body()).get("user_id").getStringValue();
        try (SseClient steps = admin.follow("/api/sessions/" + session + "/status/stream", "");
                SseClient own = admin.follow("/api/events/stream", "");
                WebSocketClient socket = socket("/api/sessions/" + session + "/status/ws", admin)) {
            steps.awaitEvents(1, SOON);
            socket.await("\"session_id\"");
            own.awaitLastEventId(SOON);
            String notice = "{\"user_id\":\"" + user + "\",\"content\":\"The water is off.\"}";
            assertEquals(201, admin.post("/api/notifications/system", notice).statusCode());
            own.awaitEvents(1, SOON);
            API.assertKept("sessionSteps", steps, 1);
            API.assertKept("sessionSocket", socket);
            API.assertKept("notifications", own, 1);
        }
    }

    @Test
    void each_named_event_comes_as_its_example_over_both_transports() throws Exception {
        Person admin = Person.signIn(services.url(), "admin");
        List<JsonNode> examples = API.examples("namedEvent");
        try (WebSocketClient socket = socket("/realtime/ws", admin)) {
            for (JsonNode example : examples) {
                String room = published(admin, example);
                socket.send("{\"type\":\"subscribe\",\"room\":\"" + room + "\"}");
            }
            socket.await(examples.size(), "\"subscribed\"");
            for (JsonNode example : examples) {
                published(admin, example);
            }
            await().until(() -> examples.stream().allMatch(e -> isTold(socket, e.path("data"))));
            API.assertKept("rooms", socket);
        }
        try (SseClient stream = admin.follow("/realtime/events?history=100", "")) {
            JsonNode last = examples.getLast();
            SseClient.Event told =
                    stream.awaitEvent(e -> e.event().equals(last.path("type").asText()), SOON);
            JsonNode event = AsyncApi.json(told.data());
            assertEquals(last.path("data"), event.path("data"));
            assertEquals(last.path("room"), event.path("room"));
            API.assertKept("globalEvents", stream, 2);
        }
    }

    /** Puts the data of an example into a room where that type belongs. */
    private static String published(Person admin, JsonNode example) throws Exception {
        ObjectNode event = (ObjectNode) example.path("data").deepCopy();
        event.put("event_type", example.path("type").asText());
        HttpResponse<String> answer = admin.post("/realtime/test/publish", event.toString());
        assertEquals(202, answer.statusCode(), answer.body());
        return AsyncApi.json(answer.body()).path("room").asText();
    }

    private static boolean isTold(WebSocketClient socket, JsonNode data) {
        return socket.messages().stream()
                .map(AsyncApi::json)
                .anyMatch(message -> message.path("data").equals(data));
    }

    @Test
    void every_command_is_understood_and_answered_as_the_document_says() throws Exception {
        Person nurse = Person.signIn(services.url(), "nurse1");
        try (WebSocketClient rooms = socket("/realtime/ws", nurse);
                WebSocketClient waveform =
                        socket("/realtime/ws/patient/patient-3/waveform", nurse)) {
            say(rooms, "subscribe").await("\"status\":\"subscribed\"");
            say(rooms, "unsubscribe").await("\"status\":\"unsubscribed\"");
            say(rooms, "ping").await("pong");
            say(rooms, "refresh").await("refresh_refused");
            rooms.send("{\"type\":\"refresh\",\"token\":\"" + nurse.token() + "\"}")
                    .await("refreshed");
            say(waveform, "chooseLeads").await("\"V5\"");
            say(waveform, "decimate").await("\"decimation\":4");
            say(waveform, "pause").await("\"paused\":true");
            say(waveform, "resume");
            await().until(() -> waveform.messages().size() >= 5);
            API.assertKept("rooms", rooms);
            API.assertKept("waveform", waveform);
            List<String> all = List.copyOf(rooms.messages());
            assertTrue(all.stream().noneMatch(m -> m.contains("unknown_type")), all.toString());
        }
    }

    private static WebSocketClient say(WebSocketClient socket, String command) {
        return socket.send(API.examples(command).getFirst().toString());
    }

    private static WebSocketClient socket(String path, Person person) {
        return new WebSocketClient(services.port(), path, person.token());
    }

    private static String upload(Person person) throws Exception {
        String form =
                "--x\r\nContent-Disposition: form-data; name=\"patient_id\"\r\n\r\npatient-1\r\n"
                        + "--x\r\nContent-Disposition: form-data; name=\"audio\";"
                        + " filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n"
                        + "RIFF\44\0\0\0WAVEfmt \20\0\0\0\1\0\1\0\100\37\0\0\200>\0\0\2\0\20\0"
                        + "data\0\0\0\0\r\n--x--\r\n";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(services.url() + "/api/sessions"))
                        .header("Authorization", "Bearer " + person.token())
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        form.getBytes(StandardCharsets.ISO_8859_1)))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(201, answer.statusCode(), answer.body());
            return AsyncApi.json(answer.body()).path("session_id").asText();
        }
    }
}
