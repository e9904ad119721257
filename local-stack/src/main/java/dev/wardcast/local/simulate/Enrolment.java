package dev.wardcast.local.simulate;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Makes patients and devices that the demo data lack, as an administrator. Patients stay from run
 * to run; devices are new in each, since a key is told only once.
 */
final class Enrolment {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    private final HttpClient http;
    private final URI server;
    private final String token;
    private final String run = Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX);

    private Enrolment(HttpClient http, URI server, String token) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    /**
     * Signs in.
     *
     * @throws SimulationException when the server is not there or refuses
     */
    static Enrolment signIn(HttpClient http, URI server, String user, String password)
            throws InterruptedException {
        String path = "/api/v1/auth/login";
        HttpResponse<String> response =
                post(http, server, path, "", Map.of("username", user, "password", password));
        if (response.statusCode() != 200) {
            throw refused("sign in as " + user, response);
        }
        return new Enrolment(http, server, field(response, "access_token", path));
    }

    /** The patient of that number, made if need be, with a new device. */
    Device enrol(int number) throws InterruptedException {
        String patient = "patient-" + number;
        HttpResponse<String> made =
                post(http, server, "/api/v1/patients", token, Map.of("patient_id", patient));
        if (!isSuccess(made) && made.statusCode() != CONFLICT) {
            throw refused("create " + patient, made);
        }
        String device = "simulated-" + number + "-" + run;
        String path = "/api/v1/devices";
        HttpResponse<String> registered =
                post(
                        http,
                        server,
                        path,
                        token,
                        Map.of(
                                "device_id",
                                device,
                                "device_type",
                                Device.TYPE,
                                "patient_id",
                                patient));
        if (!isSuccess(registered)) {
            throw refused("register " + device, registered);
        }
        return new Device(Device.TYPE, device, patient, field(registered, "device_key", path));
    }

    private static boolean isSuccess(HttpResponse<String> response) {
        return response.statusCode() == 200 || response.statusCode() == CREATED;
    }

    private static HttpResponse<String> post(
            HttpClient http, URI server, String path, String token, Map<String, String> fields)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/json")
                        .timeout(TIMEOUT)
                        .POST(BodyPublishers.ofString(Json.object(fields)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw Servers.unreachable(server, e);
        } catch (IOException e) {
            throw new SimulationException(server.resolve(path) + " failed: " + e.getMessage(), e);
        }
    }

    private static String field(HttpResponse<String> response, String name, String path) {
        return Json.find(response.body(), name)
                .orElseThrow(() ->
                        new SimulationException(
                                path + " answered without " + name + " (is this Wardcast?)"));
    }

    private static SimulationException refused(String what, HttpResponse<String> response) {
        return new SimulationException(
                "Cannot %s (%d): %s"
                        .formatted(
                                what,
                                response.statusCode(),
                                Json.find(response.body(), "detail").orElse("no reason given")));
    }
}
