package dev.wardcast.bench.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Begins the conversations, one after the other, as their first participants would. */
final class Beginnings {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final URI address;

    Beginnings(int port) {
        this.address = URI.create("http://127.0.0.1:" + port + "/api/conversations");
    }

    /** Their ids, in their order. */
    List<String> begin(Circles circles, String[] tokens) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int circle = 0; circle < circles.count(); circle++) {
                ids.add(begin(client, circles.members(circle), tokens));
            }
        }
        return ids;
    }

    private String begin(HttpClient client, List<Integer> members, String[] tokens)
            throws InterruptedException {
        String participants =
                members.stream()
                        .map(user -> '"' + WardcastTalk.user(user) + '"')
                        .collect(Collectors.joining(","));
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + tokens[members.getFirst()])
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"participants\":[" + participants + "]}"))
                        .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            Matcher id = ID.matcher(answer.body());
            if (answer.statusCode() != 201 || !id.find()) {
                throw new IllegalStateException(
                        "a conversation did not begin: " + answer.statusCode() + answer.body());
            }
            return id.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
