package dev.wardcast.gateway.http;

import static dev.wardcast.gateway.SharedGateway.port;
import static dev.wardcast.gateway.SharedGateway.world;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.gateway.StreamGateway;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the gateway, asked by everybody there is, in its own way. */
class RouteMatrixTest {

    private static final Set<String> EVERYBODY =
            Set.of(
                    "ADMIN",
                    "PATIENT",
                    "CAREGIVER",
                    "THERAPIST",
                    "DOCTOR",
                    "NURSE",
                    "DISPATCHER",
                    "DEVICE",
                    "PIPELINE");
    private static final Set<String> PEOPLE = without(EVERYBODY, "DEVICE", "PIPELINE");
    private static final Set<String> STAFF = Set.of("ADMIN", "DOCTOR", "NURSE", "DISPATCHER");
    private static final Set<String> WARD = without(STAFF, "DISPATCHER");
    private static final Set<String> OF_VITALS = without(PEOPLE, "DISPATCHER");
    private static final Set<String> OF_SESSIONS = Set.of("ADMIN", "PATIENT", "THERAPIST");

    private enum Transport {
        SSE("GET", 200),
        WEBSOCKET("GET", 101),
        QUESTION("GET", 200),
        PUBLICATION("POST", 202);

        private final String method;

        /** What whoever gets in is answered. */
        private final int open;

        Transport(String method, int open) {
            this.method = method;
            this.open = open;
        }
    }

    /**
     * @param path with the names of {@link #address} in braces
     * @param withAccess who gets in who has something to do with the patient
     * @param anyhow who of them gets in without that, too
     */
    record Row(Transport transport, String path, Set<String> withAccess, Set<String> anyhow) {
        int open() {
            return transport.open;
        }

        String template() {
            return path.replaceAll("\\?.*", "");
        }
    }

    private static Row sse(String path, Set<String> withAccess, Set<String> anyhow) {
        return new Row(Transport.SSE, path, withAccess, anyhow);
    }

    private static Row webSocket(String path, Set<String> withAccess, Set<String> anyhow) {
        return new Row(Transport.WEBSOCKET, path, withAccess, anyhow);
    }

    private static Row plain(Transport transport, String path, Set<String> withAccess) {
        return new Row(transport, path, withAccess, ADMIN);
    }

    private static final Set<String> ADMIN = Set.of("ADMIN");
    private static final String EVENT = "{\"event_type\":\"system.update\"}";
    private static final String OF_PATIENT = "?role={role}&patient_id={patient}";

    static final List<Row> ROWS =
            List.of(
                    sse(
                            "/api/v1/caregivers/alerts/stream",
                            Set.of("ADMIN", "CAREGIVER"),
                            Set.of("ADMIN", "CAREGIVER")),
                    sse("/api/v1/alerts/stream" + OF_PATIENT, PEOPLE, ADMIN),
                    webSocket("/ws" + OF_PATIENT, PEOPLE, ADMIN),
                    webSocket("/api/v1/alerts/ws" + OF_PATIENT, PEOPLE, ADMIN),
                    sse("/realtime/events", EVERYBODY, EVERYBODY),
                    sse("/realtime/events/patient/{id}", PEOPLE, ADMIN),
                    sse("/realtime/events/hospital/{id}", STAFF, ADMIN),
                    sse("/realtime/events/device/{type}/{id}", WARD, ADMIN),
                    webSocket("/realtime/ws", EVERYBODY, EVERYBODY),
                    webSocket("/realtime/ws/patient/{id}", PEOPLE, ADMIN),
                    webSocket("/realtime/ws/patient/{id}/waveform", OF_VITALS, ADMIN),
                    webSocket("/realtime/ws/hospital/{id}", STAFF, ADMIN),
                    sse("/api/sessions/{id}/status/stream", OF_SESSIONS, ADMIN),
                    webSocket("/api/sessions/{id}/status/ws", OF_SESSIONS, ADMIN),
                    sse("/api/events/stream", EVERYBODY, EVERYBODY),
                    sse("/api/sse", EVERYBODY, EVERYBODY),
                    plain(Transport.QUESTION, "/realtime/stats", ADMIN),
                    plain(Transport.QUESTION, "/realtime/presence/{room}", STAFF),
                    plain(Transport.PUBLICATION, "/realtime/test/publish", ADMIN));

    private static Set<String> without(Set<String> all, String... some) {
        return all.stream()
                .filter(role -> !Set.of(some).contains(role))
                .collect(Collectors.toUnmodifiableSet());
    }

    private final String hospital = world().hospital();
    private final String patient = world().patientIn(hospital);
    private final String device = world().device("monitor", patient);
    private final String session = world().session(patient);

    // --- people

    private Person withAccess(String role) {
        return switch (role) {
            case "PATIENT" -> world().patientThemself(patient);
            case "CAREGIVER" -> world().caregiverOf(patient);
            case "THERAPIST" -> world().therapistOf(patient);
            case "DOCTOR", "NURSE", "DISPATCHER" -> world().staff(hospital, role);
            default -> world().with(role);
        };
    }

    private static Person withoutAccess(String role) {
        String other = world().hospital();
        return switch (role) {
            case "PATIENT" -> world().patientThemself(world().patientIn(other));
            case "CAREGIVER" -> world().caregiverOf(world().patient());
            case "THERAPIST" -> world().therapistOf(world().patient());
            case "DOCTOR", "NURSE", "DISPATCHER" -> world().staff(other, role);
            default -> world().with(role);
        };
    }

    // --- requests

    private String address(Row row, String role) {
        String id =
                row.path().contains("hospital")
                        ? hospital
                        : row.path().contains("device")
                                ? device
                                : row.path().contains("sessions") ? session : patient;
        return row.path()
                .replace("{role}", role.toLowerCase(Locale.ROOT))
                .replace("{patient}", patient)
                .replace("{room}", "patient:" + patient + ":alerts")
                .replace("{type}", "monitor")
                .replace("{id}", id);
    }

    private static int ask(Row row, String address, String token) throws IOException {
        try (RawWebSocket client = new RawWebSocket(port(), 0)) {
            client.send(
                    switch (row.transport()) {
                        case SSE ->
                                RawWebSocket.request(
                                        List.of(
                                                "GET " + address + " HTTP/1.1",
                                                "Host: localhost",
                                                "Accept: text/event-stream",
                                                "Authorization: Bearer " + token));
                        case WEBSOCKET -> RawWebSocket.upgrade(address, token);
                        case QUESTION ->
                                RawWebSocket.request(
                                        List.of(
                                                "GET " + address + " HTTP/1.1",
                                                "Host: localhost",
                                                "Authorization: Bearer " + token));
                        case PUBLICATION ->
                                RawWebSocket.request(
                                        List.of(
                                                "POST " + address + " HTTP/1.1",
                                                "Host: localhost",
                                                "Content-Type: application/json",
                                                "Content-Length: " + EVENT.length(),
                                                "Authorization: Bearer " + token));
                    });
            if (row.transport() == Transport.PUBLICATION) {
                client.send(EVENT.getBytes(UTF_8));
            }
            return client.readHead().status();
        }
    }

    static Stream<Row> rows() {
        return ROWS.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_route_is_open_to_whom_it_is_for_and_to_nobody_else(Row row) throws Exception {
        int open = row.transport().open;
        Map<String, Integer> expected = new LinkedHashMap<>();
        Map<String, Integer> answered = new LinkedHashMap<>();
        for (String role : new TreeSet<>(EVERYBODY)) {
            String address = address(row, role);
            expected.put(role + " with access", row.withAccess().contains(role) ? open : 403);
            answered.put(role + " with access", ask(row, address, withAccess(role).token()));
            expected.put(role + " without", row.anyhow().contains(role) ? open : 403);
            answered.put(role + " without", ask(row, address, withoutAccess(role).token()));
        }
        assertEquals(expected, answered);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nobody_gets_in_without_a_good_token(Row row) throws Exception {
        String address = address(row, "ADMIN");
        Person suspended = world().with("ADMIN");
        world().suspend(suspended);
        Person late = world().withTokenFor(world().with("ADMIN"), Duration.ofSeconds(-60));
        String good = world().with("ADMIN").token();
        Map<String, String> tokens =
                Map.of(
                        "none",
                        "",
                        "rubbish",
                        "rubbish",
                        "of a suspended user",
                        suspended.token(),
                        "too old",
                        late.token(),
                        "with another signature",
                        good.substring(0, good.length() - 8) + "AAAAAAAA");
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            assertEquals(401, ask(row, address, token.getValue()), token.getKey());
        }
    }

    /** Files that everybody may have; what they show comes by the other routes. */
    private static final Set<String> OF_THE_PAGE = Set.of("GET /", "GET /assets/{+path}");

    @Test
    void every_route_of_the_gateway_has_a_row_and_every_row_a_route() {
        Set<String> routes =
                SharedGateway.service()
                        .bean(Router.class)
                        .uriRoutes()
                        .filter(route ->
                                home(route.getDeclaringType()).equals(home(StreamGateway.class)))
                        .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                        .map(route ->
                                route.getHttpMethod()
                                        + " "
                                        + route.getUriMatchTemplate().toPathString())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> rows =
                ROWS.stream()
                        .map(row -> row.transport().method + " " + row.template())
                        .collect(Collectors.toCollection(TreeSet::new));
        rows.addAll(OF_THE_PAGE);
        assertEquals(rows, routes);
    }

    /** The gateway's own classes, and not those of its tests. */
    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Test
    void what_does_not_exist_is_told_to_those_who_may_know() throws Exception {
        String admin = world().with("ADMIN").token();
        String therapist = world().therapistOf(patient).token();
        for (Row row : ROWS) {
            String nowhere = row.path().replace("{role}", "admin").replace("{id}", "nothing");
            if (row.path().contains("/patient/") || row.path().contains("{patient}")) {
                assertEquals(404, ask(row, nowhere.replace("{patient}", "nobody"), admin), nowhere);
            }
            if (row.path().contains("sessions")) {
                assertEquals(404, ask(row, nowhere, therapist), nowhere);
            }
        }
    }

    @Test
    void what_is_malformed_is_400_over_both_transports() throws Exception {
        String admin = world().with("ADMIN").token();
        for (Row row : ROWS) {
            if (row.path().contains("{patient}")) {
                String path = row.template();
                assertEquals(400, ask(row, path, admin));
                assertEquals(400, ask(row, path + "?role=admin", admin));
                assertEquals(400, ask(row, path + "?role=king&patient_id=p", admin));
                assertEquals(400, ask(row, path + "?role=admin&patient_id=a%20b", admin));
                String all = path + "?role=admin&patient_id=*";
                assertEquals(400, ask(row, all + "&min_tier=worse", admin));
                assertEquals(400, ask(row, all + "&history=101", admin));
                assertEquals(400, ask(row, all + "&history=-1", admin));
                assertEquals(400, ask(row, all + "&history=many", admin));
                String caregiver = world().caregiverOf(patient).token();
                assertEquals(403, ask(row, path + "?role=caregiver&patient_id=*", caregiver));
                assertEquals(403, ask(row, path + "?role=admin&patient_id=" + patient, caregiver));
            } else if (row.path().contains("{id}")) {
                String path = row.path().replace("{id}", "a%20b").replace("{type}", "monitor");
                assertEquals(400, ask(row, path, admin), path);
            }
        }
    }
}
