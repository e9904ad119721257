package dev.wardcast.kit.web;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManyWaitTest {

    @Test
    void requests_that_wait_for_something_hold_no_other_up() {
        try (KitServer server = new KitServer(Map.of());
                HttpClient client = KitServer.client(HTTP_1_1, null)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/test/waiting")).build();
            List<CompletableFuture<HttpResponse<String>>> answers =
                    Stream.generate(() -> client.sendAsync(request, BodyHandlers.ofString()))
                            .limit(WaitingRoom.SEATS)
                            .toList();
            answers.forEach(answer -> assertEquals("true", answer.join().body()));
        }
    }
}
