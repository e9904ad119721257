package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.SseClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are replaced one after the other while alerts are raised; nobody notices. */
class RollingRestartTest {

    private static final String STREAM = "/api/v1/caregivers/alerts/stream";
    private static final int CLIENTS = 6;

    @TempDir Path data;
    private Processes.Running stack;
    private String url;
    private Person caregiver;
    private final int[] ports = new int[2];
    private final Processes.Running[] gateways = new Processes.Running[2];

    @BeforeEach
    void start() throws Exception {
        int port = Processes.freePort();
        url = "http://localhost:" + port;
        stack =
                Processes.wardcast(
                                "up", "--port", Integer.toString(port), "--data", data.toString())
                        .awaitReady();
        caregiver = Person.signIn(url, "caregiver1");
        for (int i = 0; i < 2; i++) {
            ports[i] = Processes.freePort();
            gateways[i] = gateway(i);
        }
    }

    private Processes.Running gateway(int which) throws Exception {
        return Processes.gateway(data, ports[which], "-Dwardcast.gateway.drain-window=2s")
                .awaitReady();
    }

    @AfterEach
    void stop() throws Exception {
        for (Processes.Running gateway : gateways) {
            gateway.close();
        }
        stack.close();
    }

    /** A client that stays with a node as long as it can and then goes to the other one. */
    private final class Wanderer {
        private final Told told = new Told();
        private final AtomicInteger drained = new AtomicInteger();
        private final AtomicInteger moves = new AtomicInteger();
        private int node;

        Wanderer(int node) throws Exception {
            this.node = node;
            try (SseClient stream = open()) {
                told.position = stream.awaitLastEventId(SOON);
            }
        }

        private SseClient open() {
            return caregiver.at("http://localhost:" + ports[node]).follow(STREAM, told.position);
        }

        Void wander(AtomicBoolean over) {
            while (!over.get()) {
                try (SseClient stream = open()) {
                    if (stream.status() == 200) {
                        await().until(() -> stream.isClosed() || over.get());
                        stream.events().stream()
                                .filter(event -> event.data().contains("draining"))
                                .forEach(event -> drained.incrementAndGet());
                        told.add(stream);
                    }
                } catch (AssertionError refused) {
                    // The node is away; the other one is there.
                }
                node = 1 - node;
                moves.incrementAndGet();
            }
            return null;
        }
    }

    @Test
    void replacing_both_nodes_loses_nothing_and_doubles_nothing() throws Exception {
        List<Wanderer> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Wanderer(i % 2));
        }
        AtomicBoolean wandering = new AtomicBoolean();
        AtomicBoolean posting = new AtomicBoolean();
        AtomicInteger posted = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> walks = new ArrayList<>();
            for (Wanderer client : clients) {
                walks.add(threads.submit(() -> client.wander(wandering)));
            }
            Future<Void> bed =
                    threads.submit(() -> {
                        Device device = new Device(url, 1);
                        while (!posting.get()) {
                            device.high();
                            posted.incrementAndGet();
                            device.normal();
                        }
                        return null;
                    });
            for (int i = 0; i < 2; i++) {
                int before = posted.get();
                await().until(() -> posted.get() >= before + 30);
                gateways[i].terminate();
                assertEquals(0, gateways[i].awaitExit(SOON), gateways[i]::output);
                gateways[i] = gateway(i);
            }
            posting.set(true);
            bed.get();
            await().until(() -> Told.inOrder(caregiver).size() == posted.get());
            wandering.set(true);
            for (Future<Void> walk : walks) {
                walk.get();
            }
        }
        List<String> published = Told.inOrder(caregiver);
        for (Wanderer client : clients) {
            try (SseClient last = client.open()) {
                int missing = published.size() - client.told.alerts.size();
                last.awaitEvents(missing, SOON);
                client.told.add(last);
            }
            assertEquals(
                    published, client.told.alerts, () -> client.told.firstDifference(caregiver));
            assertEquals(0, client.told.gaps);
            assertTrue(client.moves.get() >= 1, "it was moved");
        }
        assertTrue(
                clients.stream().mapToInt(client -> client.drained.get()).sum() >= CLIENTS,
                "they were told why");
    }
}
