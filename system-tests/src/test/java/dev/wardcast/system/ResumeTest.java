package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.testsupport.SseClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes are killed and Redis is emptied; a client that comes back misses nothing and sees nothing
 * twice.
 */
class ResumeTest {

    private static final String STREAM = "/api/v1/caregivers/alerts/stream";

    /** How often a gateway is killed; `-Dwardcast.kills=100` for the long run. */
    private static final int KILLS = Integer.getInteger("wardcast.kills", 4);

    @TempDir Path data;
    private EmbeddedRedis redis;
    private Processes.Running stack;
    private String url;
    private Person caregiver;

    @BeforeEach
    void start() throws Exception {
        redis = EmbeddedRedis.builder().start();
        int port = Processes.freePort();
        url = "http://localhost:" + port;
        stack =
                Processes.wardcast(
                                "up",
                                "--port",
                                Integer.toString(port),
                                "--data",
                                data.toString(),
                                "--redis-url",
                                redis.url())
                        .awaitReady();
        caregiver = Person.signIn(url, "caregiver1");
    }

    @AfterEach
    void stop() throws Exception {
        stack.close();
        redis.close();
    }

    private int raised(Person person) throws Exception {
        return Told.allAlerts(person).size();
    }

    @Test
    void a_gateway_killed_in_mid_stream_costs_nobody_an_alert() throws Exception {
        int[] ports = {Processes.freePort(), Processes.freePort()};
        Processes.Running[] gateways = {
            Processes.gateway(data, ports[0]).awaitReady(),
            Processes.gateway(data, ports[1]).awaitReady()
        };
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger posted = new AtomicInteger();
        Semaphore allowed = new Semaphore(0);
        Told seen = new Told();
        try (SseClient stream = caregiver.follow(STREAM, "")) {
            seen.position = stream.awaitLastEventId(SOON);
        }
        try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> bed =
                    () -> {
                        Device device = new Device(url, 1 + posted.get() % 2);
                        while (!over.get()) {
                            // As much as a ward has, so that nobody falls behind the buffers.
                            if (!allowed.tryAcquire(1, TimeUnit.SECONDS)) {
                                continue;
                            }
                            device.high();
                            posted.incrementAndGet();
                            device.normal();
                        }
                        return null;
                    };
            Future<Void> posting = devices.submit(bed);
            for (int kill = 0; kill < KILLS; kill++) {
                int target = kill % 2;
                int before = seen.alerts.size();
                allowed.release(100);
                try (SseClient stream =
                        caregiver
                                .at("http://localhost:" + ports[target])
                                .follow(STREAM, seen.position)) {
                    assertEquals(200, stream.status());
                    stream.awaitEvents(20, SOON);
                    gateways[target].kill();
                    stream.awaitClosed(SOON);
                    seen.add(stream);
                }
                assertTrue(seen.alerts.size() >= before + 20);
                gateways[target] = Processes.gateway(data, ports[target]).awaitReady();
            }
            over.set(true);
            posting.get();
            // Else the last connection may have had everything before its gateway was killed.
            new Device(url, 1).high();
            posted.incrementAndGet();
            await().until(() -> raised(caregiver) == posted.get());
            try (SseClient stream = caregiver.follow(STREAM, seen.position)) {
                String last = Told.inOrder(caregiver).getLast().substring("alert ".length());
                stream.awaitEvent(event -> event.data().contains(last), SOON);
                seen.add(stream);
            }
            assertEquals(
                    Told.inOrder(caregiver), seen.alerts, () -> seen.firstDifference(caregiver));
            assertEquals(posted.get(), seen.alerts.size());
            assertEquals(0, seen.gaps);
        } finally {
            for (Processes.Running gateway : gateways) {
                gateway.close();
            }
        }
    }

    @Test
    void an_emptied_redis_is_an_explicit_gap_and_the_missed_alerts_come_from_postgresql()
            throws Exception {
        Device device = new Device(url, 1);
        device.normal();
        Told seen = new Told();
        try (SseClient stream = caregiver.follow(STREAM, "")) {
            stream.awaitLastEventId(SOON);
            device.high();
            device.normal();
            stream.awaitEvents(1, SOON);
            seen.add(stream);
        }
        for (int i = 0; i < 5; i++) {
            device.high();
            device.normal();
        }
        await().until(() -> raised(caregiver) == 6);
        // All of them were published, and now every buffer is gone.
        await().until(() -> published() == 6);
        try (SseClient live = caregiver.follow(STREAM, "")) {
            live.awaitLastEventId(SOON);
            redis.kill();
            redis.restart();
            await().ignoreExceptions()
                    .until(() -> caregiver.get("/api/v1/auth/me").statusCode() == 200);

            try (SseClient back = caregiver.followOnceServed(STREAM, seen.position, SOON)) {
                back.awaitEvents(6, SOON);
                assertEquals("gap", back.events().getFirst().event());
                seen.add(back);
                assertEquals(6, new HashSet<>(seen.alerts).size());
                assertEquals(6, seen.alerts.size(), "none twice: " + seen.alerts);
                assertEquals(Told.allAlerts(caregiver), new HashSet<>(seen.alerts));

                await().ignoreExceptions().untilAsserted(() -> device.high());
                back.awaitEvents(7, SOON);
                Told liveSeen = new Told();
                live.awaitEvents(2, SOON);
                liveSeen.add(live);
                assertEquals(1, liveSeen.gaps, "who stayed connected is told too");
                assertEquals(1, liveSeen.alerts.size(), "and gets what is new, once");
            }
        }
    }

    private int published() throws Exception {
        return Person.json(
                        caregiver
                                .get(
                                        "/api/v1/alerts/events?patient_id=patient-1&after_clock=0&limit=500")
                                .body())
                .get("events")
                .size();
    }

    @Test
    void one_alert_reaches_the_clients_of_two_gateways_once_each() throws Exception {
        int port = Processes.freePort();
        try (Processes.Running gateway = Processes.gateway(data, port).awaitReady()) {
            List<SseClient> streams = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                streams.add(
                        (i % 2 == 0 ? caregiver : caregiver.at("http://localhost:" + port))
                                .follow(STREAM, ""));
            }
            for (SseClient stream : streams) {
                stream.awaitLastEventId(SOON);
            }
            Device device = new Device(url, 2);
            device.high();
            device.normal();
            device.high();
            for (SseClient stream : streams) {
                stream.awaitEvents(2, SOON);
            }
            List<String> first =
                    streams.getFirst().events().stream().map(SseClient.Event::data).toList();
            for (SseClient stream : streams) {
                assertEquals(first, stream.events().stream().map(SseClient.Event::data).toList());
                stream.close();
            }
        }
    }
}
