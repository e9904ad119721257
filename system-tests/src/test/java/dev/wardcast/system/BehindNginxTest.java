package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.system.deploy.ShippedNginx;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways behind nginx with the configuration that is shipped: one drains, one is killed. */
class BehindNginxTest {

    private static final String STREAM = "/api/v1/caregivers/alerts/stream";
    private static final String SOCKET = "/api/v1/alerts/ws?role=caregiver&patient_id=patient-1";
    private static final int CLIENTS = 6;

    @TempDir Path data;
    private final int[] ports = new int[2];
    private final Processes.Running[] gateways = new Processes.Running[2];
    private Processes.Running stack;
    private ShippedNginx nginx;
    private Person caregiver;

    @BeforeEach
    void start() throws Exception {
        int port = Processes.freePort();
        for (int i = 0; i < 2; i++) {
            ports[i] = Processes.freePort();
        }
        Map<String, List<String>> upstreams = new TreeMap<>();
        for (String service :
                List.of(
                        "access-service",
                        "alert-service",
                        "notification-service",
                        "session-progress",
                        "vitals-ingest")) {
            upstreams.put(service, List.of("127.0.0.1:" + port));
        }
        upstreams.put("stream-gateway", List.of("127.0.0.1:" + ports[0], "127.0.0.1:" + ports[1]));
        int front = Processes.freePort();
        nginx = ShippedNginx.start(Files.createDirectory(data.resolve("nginx")), front, upstreams);
        stack =
                Processes.wardcast(
                                "up", "--port", Integer.toString(port), "--data", data.toString())
                        .awaitReady();
        for (int i = 0; i < 2; i++) {
            gateways[i] = gateway(i);
        }
        caregiver = Person.signIn(nginx.url(), "caregiver1");
    }

    private Processes.Running gateway(int which) throws Exception {
        return Processes.gateway(data, ports[which], "-Dwardcast.gateway.drain-window=2s")
                .awaitReady();
    }

    @AfterEach
    void stop() throws Exception {
        for (Processes.Running gateway : gateways) {
            if (gateway != null) {
                gateway.close();
            }
        }
        if (stack != null) {
            stack.close();
        }
        if (nginx != null) {
            nginx.close();
        }
    }

    /** Somebody who knows one address and comes back to it whenever the stream breaks. */
    private final class Follower {
        private final Told told = new Told();
        private final AtomicInteger connections = new AtomicInteger();

        Follower() {
            try (SseClient stream = caregiver.follow(STREAM, "")) {
                assertEquals(200, stream.status());
                told.position = stream.awaitLastEventId(SOON);
            }
        }

        Void follow(AtomicBoolean over) {
            while (!over.get()) {
                try (SseClient stream = caregiver.follow(STREAM, told.position)) {
                    if (stream.status() == 200) {
                        connections.incrementAndGet();
                        await().atMost(SOON.multipliedBy(3))
                                .until(() -> stream.isClosed() || over.get());
                        told.add(stream);
                    }
                } catch (AssertionError away) {
                    // Nobody took the connection; it is tried again.
                }
            }
            return null;
        }
    }

    @Test
    void clients_of_one_address_lose_nothing_when_a_gateway_drains_and_the_other_is_killed()
            throws Exception {
        List<Follower> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Follower());
        }
        AtomicBoolean followed = new AtomicBoolean();
        AtomicBoolean posted = new AtomicBoolean();
        AtomicInteger count = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (Follower client : clients) {
                all.add(threads.submit(() -> client.follow(followed)));
            }
            Future<Void> bed =
                    threads.submit(() -> {
                        Device device = new Device(nginx.url(), 1);
                        while (!posted.get()) {
                            device.high();
                            count.incrementAndGet();
                            device.normal();
                        }
                        return null;
                    });
            moreThan(count, 20);
            gateways[0].terminate();
            assertEquals(0, gateways[0].awaitExit(SOON), gateways[0]::output);
            gateways[0] = gateway(0);
            moreThan(count, 20);
            gateways[1].kill();
            moreThan(count, 20);
            posted.set(true);
            bed.get();
            await().until(() -> Told.inOrder(caregiver).size() == count.get());
            // Each was at the one that drained or at the one that was killed.
            await().until(() -> clients.stream().allMatch(one -> one.connections.get() >= 2));
            followed.set(true);
            for (Future<Void> one : all) {
                one.get();
            }
        }
        List<String> published = Told.inOrder(caregiver);
        for (Follower client : clients) {
            try (SseClient last = caregiver.follow(STREAM, client.told.position)) {
                last.awaitEvents(published.size() - client.told.alerts.size(), SOON);
                client.told.add(last);
            }
            assertEquals(
                    published, client.told.alerts, () -> client.told.firstDifference(caregiver));
            assertEquals(0, client.told.gaps);
        }
    }

    private static void moreThan(AtomicInteger count, int more) {
        int before = count.get();
        await().until(() -> count.get() >= before + more);
    }

    @Test
    void sse_and_websockets_pass_unbuffered_and_a_websocket_resumes_at_the_other_gateway()
            throws Exception {
        int front = java.net.URI.create(nginx.url()).getPort();
        Device device = new Device(nginx.url(), 1);
        String cursor;
        try (SseClient stream = caregiver.follow(STREAM, "");
                WebSocketClient socket = new WebSocketClient(front, SOCKET, caregiver.token())) {
            assertEquals("no", stream.headers().firstValue("X-Accel-Buffering").orElse("no"));
            stream.awaitLastEventId(SOON);
            socket.await("\"connected\"");
            device.high();
            stream.awaitEvents(1, SOON);
            cursor = Person.json(socket.await("\"alert_id\"")).get("cursor").getStringValue();
            device.normal();
        }
        gateways[0].kill();
        device.high();
        device.normal();
        device.high();
        String address = SOCKET + "&cursor=" + cursor;
        try (WebSocketClient back = new WebSocketClient(front, address, caregiver.token())) {
            assertEquals(2, back.await(2, "\"alert_id\"").size());
        }
    }
}
