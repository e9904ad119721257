package dev.wardcast.system.deploy;

import static dev.wardcast.testsupport.Patience.SOON;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Plain questions to plain addresses. */
final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(SOON)
                    .build();

    private Http() {}

    static HttpResponse<String> send(String method, String address)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(address))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(SOON)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static String get(String address) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", address);
        if (answer.statusCode() != 200) {
            throw new AssertionError(address + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** An access token of somebody of the demo. */
    static String token(String url, String username) throws IOException, InterruptedException {
        String answer =
                CLIENT.send(
                                HttpRequest.newBuilder(URI.create(url + "/api/v1/auth/login"))
                                        .header("Content-Type", "application/json")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        "{\"username\":\""
                                                                + username
                                                                + "\",\"password\":\"demo\"}"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        return answer.replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    static int status(String address) throws IOException, InterruptedException {
        return send("GET", address).statusCode();
    }
}
