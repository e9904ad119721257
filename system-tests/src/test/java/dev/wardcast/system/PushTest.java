package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.presence.OnlineUsers;
import dev.wardcast.testsupport.Browser;
import dev.wardcast.testsupport.PushService;
import dev.wardcast.testsupport.SseClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an alert that nobody answers to a browser that is not looking, through all services. */
class PushTest {

    private static final String STREAM = "/api/events/stream";
    private static final String CALLED =
            "{\"type\":\"alert\",\"title\":\"Wardcast\",\"body\":\"An alert needs your attention.\"}";

    @TempDir static Path data;
    private static PushService pushService;
    private static AllServices services;
    private static Person doctor;
    private static Person nurse;

    @BeforeAll
    static void start() throws Exception {
        pushService = new PushService();
        services =
                new AllServices(
                        data,
                        Map.of(
                                "wardcast.notifications.push.local-endpoints", true,
                                "wardcast.notifications.push.hosts", "localhost",
                                "wardcast.notifications.push.grace", "2s"));
        doctor = Person.signIn(services.url(), "doctor1");
        nurse = Person.signIn(services.url(), "nurse1");
        HttpResponse<String> policy =
                doctor.post(
                        "/api/v1/escalation-policies",
                        """
                        {"name":"At once","tier":"CRITICAL","patient_id":"patient-3",
                         "steps":[{"after":"1s","roles":["NURSE","DOCTOR"]}],"unattended_after":"1h"}
                        """);
        assertEquals(201, policy.statusCode(), policy.body());
    }

    @AfterAll
    static void stop() {
        services.close();
        pushService.close();
    }

    private static void subscribe(Person who, Browser browser, String path) throws Exception {
        HttpResponse<String> kept =
                who.post(
                        "/api/push/subscriptions",
                        browser.subscription(pushService.origin() + path));
        assertEquals(201, kept.statusCode(), kept.body());
    }

    @Test
    void whom_an_escalation_calls_is_told_by_their_browser_unless_they_are_looking()
            throws Exception {
        Browser away = new Browser();
        Browser looking = new Browser();
        subscribe(nurse, away, "/nurse");
        subscribe(doctor, looking, "/doctor");
        try (SseClient stream = doctor.follow(STREAM, "")) {
            stream.awaitLastEventId(SOON);
            await().until(() ->
                    services.bean(OnlineUsers.class)
                            .among(List.of("doctor1", "nurse1"))
                            .toCompletableFuture()
                            .join()
                            .equals(Set.of("doctor1")));
            HttpResponse<String> raised =
                    doctor.post(
                            "/api/v1/alerts",
                            """
                            {"patient_id":"patient-3","tier":"CRITICAL","reasons":["looks pale"],
                             "recipients":["nurse"]}
                            """);
            assertEquals(201, raised.statusCode(), raised.body());
            String alert = Person.json(raised.body()).get("alert_id").getStringValue();
            stream.awaitEvent(event -> event.data().contains("alert_escalated"), SOON);
            await().until(() -> !pushService.received().isEmpty());

            PushService.Received push = pushService.received().getFirst();
            assertEquals("/nurse", push.path());
            assertEquals("high", push.headers().getFirst("Urgency"));
            assertEquals(CALLED, away.decrypt(push.body()));
            assertTrue(listed(nurse, alert), "in the list of whoever was called");
            assertTrue(listed(doctor, alert), "in the list of whoever was called");
            await().until(() -> pushes("unneeded") == 1);
            assertEquals(1, pushService.received().size());
        }
    }

    private static double pushes(String result) {
        return services.bean(MeterRegistry.class)
                .counter("wardcast.push", "kind", "ALERT", "result", result)
                .count();
    }

    private static boolean listed(Person who, String alert) throws Exception {
        String list = who.get("/api/notifications?unread=true").body();
        for (JsonNode each : Person.json(list).get("notifications").values()) {
            if (each.get("alert_id") != null
                    && each.get("alert_id").getStringValue().equals(alert)) {
                return true;
            }
        }
        return false;
    }
}
