package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.SseClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording on its whole way, from the upload to whoever watches. */
class SessionsTest {

    /** A second of silence: 8,000 samples a second, one channel, 16 bits. */
    private static final String FORM =
            "--x\r\nContent-Disposition: form-data; name=\"patient_id\"\r\n\r\npatient-1\r\n"
                    + "--x\r\nContent-Disposition: form-data; name=\"audio\"\r\n\r\n"
                    + "RIFF\244\76\0\0WAVEfmt \20\0\0\0\1\0\1\0\100\37\0\0\200>\0\0\2\0\20\0"
                    + "data\200\76\0\0"
                    + "\0".repeat(16_000)
                    + "\r\n--x--\r\n";

    @TempDir Path data;

    private static String upload(Person therapist) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(therapist.url() + "/api/sessions"))
                                    .header("Authorization", "Bearer " + therapist.token())
                                    .header("Content-Type", "multipart/form-data; boundary=x")
                                    .POST(BodyPublishers.ofByteArray(FORM.getBytes(ISO_8859_1)))
                                    .build(),
                            BodyHandlers.ofString());
            assertEquals(201, answer.statusCode(), answer.body());
            return Person.json(answer.body()).get("session_id").getStringValue();
        }
    }

    private static Person pipeline(AllServices services) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(services.url() + "/api/v1/auth/token"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "grant_type=client_credentials&client_id=pipeline1&client_secret=demo"))
                                    .build(),
                            BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            return new Person(
                    services.url(),
                    Person.json(answer.body()).get("access_token").getStringValue());
        }
    }

    private static String stream(String id) {
        return "/api/sessions/" + id + "/status/stream";
    }

    private static void report(Person pipeline, String id, String status, int progress) {
        await().ignoreExceptions()
                .until(() ->
                        pipeline.post(
                                                "/api/sessions/" + id + "/progress",
                                                "{\"status\":\"%s\",\"progress\":%d,\"message\":\"at %d\"}"
                                                        .formatted(status, progress, progress))
                                        .statusCode()
                                == 200);
    }

    private static boolean tells(SseClient.Event event, int progress) {
        return event.data().contains("\"progress\":" + progress + ",");
    }

    @Test
    void an_upload_is_processed_by_itself_and_its_watchers_are_told_to_the_end() throws Exception {
        try (AllServices services = new AllServices(data)) {
            Person therapist = Person.signIn(services.url(), "therapist1");
            String id = upload(therapist);
            String last;
            try (SseClient stream = therapist.follow(stream(id), "")) {
                stream.awaitClosed(SOON);
                List<SseClient.Event> events = stream.events();
                assertEquals("complete", events.getLast().event());
                assertTrue(events.getLast().data().contains("Processed: 1.0 seconds"));
                last = stream.lastEventId();
            }
            try (SseClient late = therapist.follow(stream(id), "")) {
                late.awaitClosed(SOON);
                assertEquals(1, late.events().size());
            }
            try (SseClient again = therapist.follow(stream(id), last)) {
                assertEquals(204, again.status());
            }
            assertEquals(200, therapist.get("/api/sessions/" + id + "/result").statusCode());
        }
    }

    @Test
    void streams_go_on_when_redis_is_emptied_in_the_middle() throws Exception {
        try (AllServices services =
                new AllServices(data, Map.of("wardcast.sessions.pipeline.work", false))) {
            Person therapist = Person.signIn(services.url(), "therapist1");
            Person pipeline = pipeline(services);
            String id = upload(therapist);
            String cutOffAt;
            report(pipeline, id, "transcribing", 10);
            try (SseClient cutOff = therapist.follow(stream(id), "")) {
                cutOff.awaitEvent(event -> tells(event, 10), SOON);
                cutOffAt = cutOff.lastEventId();
            }
            report(pipeline, id, "transcribing", 20);
            try (SseClient live = therapist.follow(stream(id), "")) {
                live.awaitEvent(event -> tells(event, 20), SOON);
                services.redis().kill();
                services.redis().restart();
                report(pipeline, id, "transcribing", 30);
                live.awaitEvent(event -> tells(event, 30), SOON);
                try (SseClient back = therapist.followOnceServed(stream(id), cutOffAt, SOON)) {
                    back.awaitEvent(event -> tells(event, 30), SOON);
                    report(pipeline, id, "processed", 100);
                    live.awaitClosed(SOON);
                    back.awaitClosed(SOON);
                    assertEquals("complete", live.events().getLast().event());
                    assertEquals("complete", back.events().getLast().event());
                }
            }
        }
    }
}
