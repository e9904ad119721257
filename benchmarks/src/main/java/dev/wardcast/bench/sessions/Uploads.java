package dev.wardcast.bench.sessions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes sessions, each with a recording of 20 ms, as a therapist would. */
final class Uploads {

    private static final int AT_ONCE = 8;
    private static final int CREATED = 201;
    private static final Pattern ID = Pattern.compile("\"session_id\":\"([^\"]+)\"");

    private static final String FORM =
            "--x\r\nContent-Disposition: form-data; name=\"patient_id\"\r\n\r\n%s\r\n"
                    + "--x\r\nContent-Disposition: form-data; name=\"audio\"\r\n\r\n"
                    + "RIFF\144\1\0\0WAVEfmt \20\0\0\0\1\0\1\0\100\37\0\0\200>\0\0\2\0\20\0"
                    + "data\100\1\0\0"
                    + "\0".repeat(320)
                    + "\r\n--x--\r\n";

    private Uploads() {}

    /** Answers their ids. */
    static List<String> make(int port, String token, String patient, int count) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/sessions"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(
                                BodyPublishers.ofByteArray(
                                        FORM.formatted(patient).getBytes(ISO_8859_1)))
                        .build();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
                HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            List<Future<String>> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                made.add(threads.submit(() -> upload(client, request)));
            }
            List<String> ids = new ArrayList<>();
            for (Future<String> id : made) {
                ids.add(id.get());
            }
            return ids;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an upload failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String upload(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString(UTF_8));
        Matcher id = ID.matcher(answer.body());
        if (answer.statusCode() != CREATED || !id.find()) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return id.group(1);
    }
}
