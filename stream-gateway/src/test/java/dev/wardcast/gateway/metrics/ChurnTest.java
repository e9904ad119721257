package dev.wardcast.gateway.metrics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.presence.TwoGateways;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.SseClient;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.json.tree.JsonNode;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The numbers follow what happens, and come back to where they were. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChurnTest {

    private static final int OF_EACH_TRANSPORT = 200;

    private TwoGateways gateways;
    private ServiceUnderTest gateway;

    @BeforeAll
    void start() {
        gateways = new TwoGateways(Map.of("wardcast.gateway.max-connections-per-user", 1_000));
        gateway = gateways.one;
    }

    @AfterAll
    void stop() {
        gateways.close();
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(100));
    }

    /** The sum of what has this name and these labels. */
    private double metric(String name, String... labels) {
        return gateway.bean(PrometheusMeterRegistry.class)
                .scrape()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void publish(String patient, int count) throws Exception {
        EventLog log = gateway.bean(EventLog.class);
        for (int i = 0; i < count; i++) {
            log.publish(
                            NewEvent.once(
                                    UUID.randomUUID().toString(),
                                    new Room.PatientAlerts(patient),
                                    EventType.PATIENT_ALERT,
                                    Instant.now(),
                                    "{\"tier\":\"INFO\"}".getBytes(StandardCharsets.UTF_8)))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void connections_rooms_and_presence_return_to_zero_after_churn() throws Exception {
        String patient = gateway.world().patient();
        Person caregiver = gateway.world().caregiverOf(patient);
        Person other = gateway.world().caregiverOf(patient);
        soon().until(() -> metric("wardcast_gateway_connections") == 0);
        double endedBefore = metric("wardcast_gateway_disconnects_total");
        List<SseClient> streams = new ArrayList<>();
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < OF_EACH_TRANSPORT; i++) {
            Person person = i % 2 == 0 ? caregiver : other;
            streams.add(gateways.sse(gateway, person, "/api/v1/caregivers/alerts/stream"));
            sockets.add(
                    gateways.webSocket(
                            gateway, person, "/ws?role=caregiver&patient_id=" + patient));
            if (i % 3 == 0) {
                streams.removeFirst().close();
                sockets.removeFirst().abort();
            }
        }
        int left = streams.size();
        soon().untilAsserted(() -> {
            assertEquals(left, metric("wardcast_gateway_connections", "transport=\"sse\""));
            assertEquals(
                    left,
                    metric(
                            "wardcast_gateway_connections",
                            "transport=\"websocket\"",
                            "endpoint=\"alerts\""));
            assertEquals(1, metric("wardcast_gateway_rooms"));
        });
        publish(patient, 5);
        soon().until(() -> metric("wardcast_gateway_deliveries_total") >= 5 * 2 * left);

        streams.forEach(SseClient::close);
        for (WebSocket socket : sockets) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
        }
        soon().untilAsserted(() -> {
            assertEquals(0, metric("wardcast_gateway_connections"));
            assertEquals(0, metric("wardcast_gateway_rooms"));
        });
        assertEquals(
                endedBefore + 2 * OF_EACH_TRANSPORT,
                metric("wardcast_gateway_disconnects_total", "reason=\"client\""));
        assertTrue(
                metric("wardcast_gateway_streams_begun_total", "outcome=\"fresh\"") >= 2 * left,
                "whoever was given an event had caught up");
        Person admin = gateways.admin();
        for (ServiceUnderTest node : List.of(gateways.one, gateways.two)) {
            soon().untilAsserted(() -> {
                JsonNode stats = node.get(admin, "/realtime/stats").body().get("data");
                assertEquals(0, stats.get("total_connections").getIntValue());
                assertEquals(0, stats.get("active_rooms").getIntValue());
                assertEquals(0, stats.get("unique_users").getIntValue());
            });
        }
    }

    @Test
    void every_batch_is_timed_and_lag_and_echo_are_seconds() throws Exception {
        String patient = gateway.world().patient();
        Person caregiver = gateway.world().caregiverOf(patient);
        double timed = metric("wardcast_gateway_publish_to_write_seconds_count");
        try (SseClient stream =
                gateways.sse(gateway, caregiver, "/api/v1/caregivers/alerts/stream")) {
            stream.awaitEvents(0, Duration.ofSeconds(1));
            publish(patient, 1);
            soon().until(() -> metric("wardcast_gateway_publish_to_write_seconds_count") > timed);
        }
        assertTrue(
                metric("wardcast_gateway_publish_to_write_seconds_bucket", "le=\"10.0\"") > timed,
                "within ten seconds");
        assertTrue(metric("wardcast_gateway_redis_lag_seconds") < 10);
        assertTrue(metric("wardcast_gateway_echo_age_seconds") < 10);
        assertEquals(1, metric("wardcast_gateway_live"));
    }

    @Test
    void a_resume_is_told_from_a_beginning_and_from_one_with_a_gap() {
        Person caregiver = gateway.world().caregiverOf(gateway.world().patient());
        String path = "/api/v1/caregivers/alerts/stream";
        double resumed = metric("wardcast_gateway_streams_begun_total", "outcome=\"resumed\"");
        double gaps = metric("wardcast_gateway_gaps_total");
        String place;
        try (SseClient first = gateways.sse(gateway, caregiver, path)) {
            soon().until(() -> !first.lastEventId().isEmpty());
            place = first.lastEventId();
        }
        try (SseClient ignored =
                gateways.sse(gateway, caregiver, path + "?last_event_id=" + place)) {
            soon().until(() ->
                    metric("wardcast_gateway_streams_begun_total", "outcome=\"resumed\"")
                            == resumed + 1);
        }
        try (SseClient ignored = gateways.sse(gateway, caregiver, path + "?last_event_id=zzz-1")) {
            soon().until(() -> metric("wardcast_gateway_gaps_total") == gaps + 1);
        }
    }
}
