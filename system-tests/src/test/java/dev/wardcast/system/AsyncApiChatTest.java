package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/asyncapi.yaml says what people hear of each other. */
class AsyncApiChatTest {

    private static final AsyncApi API = new AsyncApi();

    @Test
    void what_a_conversation_says_is_in_the_document(@TempDir Path data) throws Exception {
        try (AllServices services = new AllServices(data)) {
            Person nurse = Person.signIn(services.url(), "nurse1");
            Person doctor = Person.signIn(services.url(), "doctor1");
            String id =
                    AsyncApi.json(doctor.get("/api/v1/auth/me").body()).path("user_id").asText();
            try (SseClient stream = doctor.follow("/api/events/stream", "");
                    WebSocketClient socket =
                            new WebSocketClient(services.port(), "/realtime/ws", doctor.token())) {
                stream.awaitLastEventId(SOON);
                socket.send("{\"type\":\"subscribe\",\"room\":\"user:" + id + "\"}")
                        .await("\"subscribed\"");
                String talk =
                        "/api/conversations/"
                                + said(nurse, "", "{\"participants\":[\"" + id + "\"]}")
                                        .path("id")
                                        .asText();
                said(nurse, talk + "/messages", "{\"text\":\"How is she?\"}");
                nurse.post(talk + "/typing", "{}");
                nurse.post(talk + "/read", "{}");
                for (String type : List.of("conversation_created", "new_message", "typing")) {
                    stream.awaitEvent(event -> event.data().contains(type), SOON);
                    socket.await(type);
                }
                API.assertKept("notifications", stream, 3);
                API.assertKept("rooms", socket);
            }
        }
    }

    private static JsonNode said(Person person, String path, String body) throws Exception {
        HttpResponse<String> answer =
                person.post(path.isEmpty() ? "/api/conversations" : path, body);
        assertEquals(201, answer.statusCode(), answer.body());
        return AsyncApi.json(answer.body());
    }
}
