package dev.wardcast.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private static final Stamp STAMP = new Stamp(200);

    private final Deliveries deliveries = new Deliveries(2);
    private final Connection one = new Connection(-1, 0);
    private final Connection two = new Connection(-1, 0);

    @BeforeEach
    void twoClientsInTheFirstRoom() {
        deliveries.joined(0);
        deliveries.joined(0);
    }

    @Test
    void an_event_is_complete_when_all_clients_of_its_room_have_it() {
        assertNull(arrives(one, 0));
        deliveries.publish();
        assertEquals(0, deliveries.completed.availablePermits());
        assertNull(arrives(two, 0));
        deliveries.publish();
        assertEquals(1, deliveries.completed.availablePermits());
        assertEquals(2, deliveries.soFar());
    }

    @Test
    void a_missing_event_is_seen() {
        assertNull(arrives(one, 0));
        assertNull(arrives(one, 2));
        assertNotNull(arrives(one, 6));
    }

    @Test
    void an_event_that_comes_twice_is_seen() {
        assertNull(arrives(one, 0));
        assertNotNull(arrives(one, 0));
    }

    @Test
    void an_event_of_another_room_is_seen() {
        assertNotNull(arrives(one, 1));
    }

    @Test
    void a_frame_without_an_event_is_counted_apart() {
        assertNull(frame(one, ": keepalive\n\n"));
        deliveries.publish();
        assertEquals(0, deliveries.soFar());
        assertEquals(1, deliveries.othersSoFar());
    }

    @Test
    void a_stamp_is_found_wherever_the_server_puts_it() {
        String data = new String(STAMP.event(1, 0), StandardCharsets.US_ASCII);
        assertNull(frame(one, "data: " + data + "\n\n"));
        assertNull(frame(two, "{\"data\":" + data + ",\"cursor\":\"abc\"}"));
        deliveries.publish();
        assertEquals(2, deliveries.soFar());
    }

    @Test
    void latency_runs_from_the_time_in_the_event() {
        Histogram latencies = new Histogram(3);
        deliveries.record(latencies);
        long sent = System.nanoTime() - 5_000_000_000L;
        deliveries.receivedNow();
        frame(one, new String(STAMP.event(sent, 0), StandardCharsets.US_ASCII));
        assertEquals(5.0, latencies.getMaxValue() / 1e9, 1.0);
    }

    private @Nullable String arrives(Connection connection, int number) {
        return frame(connection, new String(STAMP.event(1, number), StandardCharsets.US_ASCII));
    }

    private @Nullable String frame(Connection connection, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return deliveries.frame(MemorySegment.ofArray(bytes), 0, bytes.length, connection);
    }
}
