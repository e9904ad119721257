package dev.wardcast.system.access;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;

import dev.wardcast.system.AllServices;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Two patients with all that belongs to them: one whom everybody of the demo has, one whom nobody
 * has.
 */
final class Scene {

    private static final String FOREIGN_HOSPITAL = "hospital-elsewhere";
    private static final JsonMapper JSON = JsonMapper.createDefault();

    private final AllServices services;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Who, String> tokens = new EnumMap<>(Who.class);
    private final Map<Who, String> notices = new EnumMap<>(Who.class);
    private final Map<Who, Talk> talks = new EnumMap<>(Who.class);
    private final Map<Who, String> appointments = new EnumMap<>(Who.class);
    private final Map<Who, String> subscriptions = new EnumMap<>(Who.class);
    private final Map<String, String> own = new HashMap<>();
    private final Map<String, String> foreign = new HashMap<>();

    Scene(AllServices services) throws Exception {
        this.services = services;
        makeWhatNoEndpointMakes();
        for (Who who : Who.values()) {
            tokens.put(who, login(who.userId()));
        }
        post(
                "/api/v1/hospitals",
                "{\"hospital_id\":\"" + FOREIGN_HOSPITAL + "\",\"name\":\"Elsewhere\"}");
        make(own, "patient-1", "hospital-1", "demo-device-1", "demo-device-1");
        String patient =
                text(
                        post("/api/v1/patients", "{\"hospital_id\":\"" + FOREIGN_HOSPITAL + "\"}"),
                        "patient_id");
        JsonNode device =
                post(
                        "/api/v1/devices",
                        "{\"device_type\":\"monitor\",\"patient_id\":\"" + patient + "\"}");
        make(
                foreign,
                patient,
                FOREIGN_HOSPITAL,
                text(device, "device_id"),
                text(device, "device_key"));
        for (Who who : Who.values()) {
            notices.put(
                    who,
                    text(
                            post(
                                    "/api/notifications/system",
                                    "{\"user_id\":\"%s\",\"content\":\"Hello.\"}"
                                            .formatted(who.userId())),
                            "id"));
            if (!who.isMachine()) {
                talks.put(who, talk(who));
                appointments.put(
                        who,
                        text(postAs(who, "/api/appointments", AppointmentCalls.APPOINTMENT), "id"));
                subscriptions.put(
                        who,
                        text(
                                postAs(
                                        who,
                                        "/api/push/subscriptions",
                                        new Subject(Map.of()).fill(AppointmentCalls.SUBSCRIPTION)),
                                "id"));
            }
        }
    }

    /** A conversation that somebody began, and what they said there. */
    private record Talk(String conversation, String message) {}

    private Talk talk(Who who) throws Exception {
        String id =
                text(
                        postAs(
                                who,
                                "/api/conversations",
                                "{\"participants\":[\"" + Calls.LISTENER + "\"]}"),
                        "id");
        JsonNode said =
                postAs(who, "/api/conversations/" + id + "/messages", "{\"text\":\"Hello.\"}");
        return new Talk(id, text(said, "message_id"));
    }

    private void makeWhatNoEndpointMakes() throws Exception {
        try (Connection connection = DriverManager.getConnection(services.databaseUrl());
                Statement sql = connection.createStatement()) {
            for (Who who : Who.values()) {
                if (who.isMachine()) {
                    addUser(sql, who.userId(), who.name());
                }
            }
        }
    }

    private void make(
            Map<String, String> things, String patient, String hospital, String device, String key)
            throws Exception {
        things.put("patient", patient);
        things.put("hospital", hospital);
        things.put("device", device);
        things.put("session", upload(patient));
        String body =
                """
                {"device_type":"monitor","device_id":"%s","patient_id":"%s",\
                "data_type":"blood_pressure","values":{"systolic":190,"diastolic":125}}\
                """
                        .formatted(device, patient);
        HttpResponse<String> answer =
                http.send(
                        request("/api/v1/devices/data")
                                .header("X-Device-Key", key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        require(answer, 202);
        await().until(() -> {
            JsonNode alerts = get("/api/v1/alerts?patient_id=" + patient).get("alerts");
            if (alerts == null || alerts.size() == 0) {
                return false;
            }
            things.put("alert", text(alerts.get(0), "alert_id"));
            return true;
        });
        await().until(() -> {
            JsonNode found = get("/fhir/Observation?patient=" + patient).get("entry");
            if (found == null) {
                return false;
            }
            things.put("observation", text(found.get(0).get("resource"), "id"));
            return true;
        });
    }

    private String upload(String patient) throws Exception {
        Call call =
                Calls.OF_SESSIONS.stream()
                        .filter(c -> c.route().equals("POST /api/sessions"))
                        .findFirst()
                        .orElseThrow();
        String form = new Subject(Map.of("patient", patient)).fill(call.body());
        HttpResponse<String> answer =
                http.send(
                        request("/api/sessions")
                                .header("Authorization", authorization(Who.ADMIN))
                                .header("Content-Type", call.contentType())
                                .POST(
                                        BodyPublishers.ofByteArray(
                                                form.getBytes(StandardCharsets.ISO_8859_1)))
                                .build(),
                        BodyHandlers.ofString());
        require(answer, 201);
        return text(JSON.readValue(answer.body(), JsonNode.class), "session_id");
    }

    /** Makes somebody with that role and nothing else; answers a token. */
    String newUser(String id, String role) throws Exception {
        try (Connection connection = DriverManager.getConnection(services.databaseUrl());
                Statement sql = connection.createStatement()) {
            addUser(sql, id, role);
        }
        String token = login(id);
        await().until(() -> isKnown(token));
        return token;
    }

    private boolean isKnown(String token) throws Exception {
        HttpRequest me =
                request("/api/v1/auth/me").header("Authorization", "Bearer " + token).build();
        return http.send(me, BodyHandlers.discarding()).statusCode() == 200;
    }

    private static void addUser(Statement sql, String id, String role) throws SQLException {
        sql.execute(
                """
                insert into access.users (id, username, password_hash)
                select '%1$s', '%1$s', password_hash from access.users where id = 'admin';
                insert into access.user_roles values ('%1$s', '%2$s')
                """
                        .formatted(id, role));
    }

    /** Throws unless it succeeds. */
    void asAdmin(String method, String path, String body) throws Exception {
        as(tokens.get(Who.ADMIN), method, path, body);
    }

    /** The same as whoever has the token. */
    void as(String token, String method, String path, String body) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        request(path)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    String authorization(Who who) {
        return "Bearer " + tokens.get(who);
    }

    /** What this person has access to, if their role gives them any. */
    Subject own(Who who) {
        return subject(own, who, who);
    }

    Subject foreign(Who who) {
        Who other = who == Who.NURSE ? Who.DOCTOR : Who.NURSE;
        return subject(foreign, who, other);
    }

    private Subject subject(Map<String, String> things, Who who, Who told) {
        Map<String, String> all = new HashMap<>(things);
        // Machines are in no conversation, and have no appointments.
        Who person = told.isMachine() ? Who.NURSE : told;
        Talk talk = talks.get(person);
        all.put("appointment", appointments.get(person));
        all.put("subscription", subscriptions.get(person));
        all.put("conversation", talk.conversation());
        all.put("message", talk.message());
        all.put("role", who.name().toLowerCase(Locale.ROOT));
        all.put("notification", notices.get(told));
        return new Subject(all);
    }

    /** Answers the access token of a new session. */
    String login(String username) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        request("/api/v1/auth/login")
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"username\":\"%s\",\"password\":\"demo\"}"
                                                        .formatted(username)))
                                .build(),
                        BodyHandlers.ofString());
        require(answer, 200);
        return text(JSON.readValue(answer.body(), JsonNode.class), "access_token");
    }

    private JsonNode get(String path) throws Exception {
        return answer(request(path).GET());
    }

    private JsonNode post(String path, String body) throws Exception {
        return answer(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode postAs(Who who, String path, String body) throws Exception {
        return answer(
                who,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode answer(HttpRequest.Builder request) throws Exception {
        return answer(Who.ADMIN, request);
    }

    private JsonNode answer(Who who, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        request.header("Authorization", authorization(who)).build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readValue(answer.body(), JsonNode.class);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(services.url() + path)).timeout(SOON);
    }

    private static void require(HttpResponse<String> answer, int status) throws IOException {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).getStringValue();
    }
}
