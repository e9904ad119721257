package dev.wardcast.gateway.waveform;

import static dev.wardcast.gateway.SharedGateway.port;
import static dev.wardcast.gateway.SharedGateway.service;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.waveform.Lead;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.eventlog.waveform.WaveformHub;
import dev.wardcast.eventlog.waveform.WaveformLog;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.WebSocketClient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaveformSocketsTest {

    private static final int LARGE = 2_000;

    /** So few at once that a viewer that reads never has as many waiting as it may. */
    private static final int AT_ONCE = 40;

    /** Together far more than the kernel keeps for a viewer that does not read. */
    private static final int ROUNDS = 75;

    private final String patient = world().patient();
    private final Person caregiver = world().caregiverOf(patient);
    private final String path = "/realtime/ws/patient/" + patient + "/waveform";

    private Monitor monitor(int samples) {
        return new Monitor(service().bean(WaveformLog.class), patient, samples);
    }

    private WebSocketClient viewer(Monitor monitor) {
        WebSocketClient viewer = webSocket(caregiver, path);
        viewer.await("connected");
        // From the first frame that it has on, it misses none.
        monitor.send(1);
        viewer.awaitFrames(1);
        return viewer;
    }

    private static void assertFrames(List<byte[]> expected, List<byte[]> got) {
        assertEquals(expected.size(), got.size());
        for (int i = 0; i < got.size(); i++) {
            assertArrayEquals(expected.get(i), got.get(i));
        }
    }

    @Test
    void frames_arrive_as_the_device_sent_them() {
        Monitor monitor = monitor(72);
        try (WebSocketClient viewer = viewer(monitor)) {
            monitor.send(50);
            assertFrames(monitor.sent(), viewer.awaitFrames(51));
        }
    }

    @Test
    void whoever_comes_late_gets_the_last_seconds_and_then_what_follows() {
        Monitor monitor = monitor(72);
        monitor.send(30);
        try (WebSocketClient viewer = webSocket(caregiver, path)) {
            viewer.awaitFrames(30);
            monitor.send(5);
            assertFrames(monitor.sent(), viewer.awaitFrames(35));
        }
    }

    @Test
    void a_viewer_chooses_leads_and_detail() {
        Monitor monitor = monitor(72);
        try (WebSocketClient viewer = viewer(monitor)) {
            viewer.send("{\"type\":\"leads\",\"leads\":[\"v5\"]}");
            viewer.send("{\"type\":\"decimation\",\"factor\":4}");
            viewer.await(
                    "{\"type\":\"view\",\"paused\":false,\"leads\":[\"V5\"],\"decimation\":4}");
            monitor.send(1);
            WaveformFrame shown = Monitor.read(viewer.awaitFrames(2).getLast());
            assertEquals(Set.of(Lead.V5), shown.leads());
            assertEquals(18, shown.samples());
            assertEquals(90_000, shown.rateMilliHertz());
            assertEquals(1, shown.sequence());
            viewer.send("{\"type\":\"leads\",\"leads\":[]}");
            viewer.send("{\"type\":\"decimation\",\"factor\":1}");
            viewer.await("\"leads\":[],\"decimation\":1}");
            monitor.send(1);
            assertArrayEquals(monitor.sent().getLast(), viewer.awaitFrames(3).getLast());
        }
    }

    @Test
    void a_viewer_pauses_and_sees_by_the_sequence_what_it_did_not_get() {
        Monitor monitor = monitor(72);
        try (WebSocketClient viewer = viewer(monitor)) {
            viewer.send("{\"type\":\"pause\"}").await("\"paused\":true");
            monitor.send(3);
            viewer.send("{\"type\":\"ping\"}").await("pong");
            // The hub may still be at those three: what was heard later proves that it is not.
            try (WebSocketClient other = webSocket(caregiver, path)) {
                other.awaitFrames(4);
                viewer.send("{\"type\":\"resume\"}").await("\"paused\":false");
                monitor.send(1);
                assertEquals(4, Monitor.read(viewer.awaitFrames(2).getLast()).sequence());
            }
        }
    }

    @Test
    void what_a_viewer_says_wrongly_is_answered_with_what_is_expected() {
        try (WebSocketClient viewer = webSocket(caregiver, path)) {
            viewer.send("{\"type\":\"decimation\",\"factor\":0}").await("factor: 0 (expected: 1");
            viewer.send("{\"type\":\"decimation\"}").await("factor (expected: 1 to 100)");
            viewer.send("{\"type\":\"leads\",\"leads\":[\"x\"]}").await("leads (expected: some of");
            viewer.send("{\"type\":\"leads\",\"leads\":3}").await("leads (expected: an array");
        }
        try (WebSocketClient elsewhere = webSocket(caregiver, "/realtime/ws")) {
            elsewhere.send("{\"type\":\"pause\"}").await("no_waveform");
            elsewhere
                    .send("{\"type\":\"subscribe\",\"room\":\"patient:" + patient + ":waveform\"}")
                    .await("own_address");
        }
    }

    @Test
    void a_viewer_that_does_not_read_costs_only_itself_and_sees_the_hole() throws Exception {
        Monitor monitor = monitor(LARGE);
        try (RawWebSocket slow =
                        RawWebSocket.open(new RawWebSocket(port(), 4096), path, caregiver.token());
                WebSocketClient quick = viewer(monitor)) {
            for (int rounds = 0; rounds < ROUNDS; rounds++) {
                monitor.send(AT_ONCE);
                quick.awaitFrames(monitor.sent().size());
            }
            assertFrames(monitor.sent(), quick.frames());
            long last = -1;
            long hole = 0;
            while (hole == 0) {
                RawWebSocket.Frame frame = slow.next();
                if (frame.opcode() == RawWebSocket.BINARY) {
                    long sequence = Monitor.read(frame.payload()).sequence();
                    assertTrue(sequence > last, sequence + " after " + last);
                    hole = sequence - last - 1;
                    last = sequence;
                    // It reads again, and so it is given what comes now.
                    monitor.send(1);
                }
            }
            assertTrue(hole > 100, "a hole of " + hole);
        }
    }

    @Test
    void a_viewer_whose_grant_ends_sees_no_more() {
        Monitor monitor = monitor(72);
        try (WebSocketClient viewer = viewer(monitor)) {
            world().grantOnly(caregiver);
            assertEquals(4501, viewer.awaitClose());
            int seen = viewer.frames().size();
            monitor.send(3);
            assertEquals(seen, viewer.frames().size());
        }
    }

    @Test
    void whoever_watches_is_counted_and_gone_when_they_leave() {
        WaveformHub hub = service().bean(WaveformHub.class);
        WebSocketClient viewer = viewer(monitor(72));
        assertTrue(hub.patients() > 0);
        viewer.closeWith(1000);
        await().until(() -> hub.patients() == 0);
    }
}
