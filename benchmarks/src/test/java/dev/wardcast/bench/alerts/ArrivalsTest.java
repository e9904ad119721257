package dev.wardcast.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.bench.report.Latencies;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final Instant TAKEN_AT = Instant.parse("2026-11-20T22:24:55.361081Z");
    private static final long STAMP = ChronoUnit.MICROS.between(Instant.EPOCH, TAKEN_AT);

    private final Arrivals arrivals = new Arrivals();
    private final Latencies latencies = new Latencies();

    ArrivalsTest() {
        arrivals.record(latencies);
    }

    @Test
    void time_counts_from_when_a_post_was_due() throws Exception {
        arrivals.expect(STAMP, 1_000_000);
        arrivals.arrived(alert("alert", "high_blood_pressure"), 6_000_000);
        assertTrue(arrivals.awaitAll(Duration.ZERO));
        assertEquals(5.0, latencies.percentile(100), 0.05);
        assertDoesNotThrow(arrivals::requireSound);
    }

    @Test
    void an_alert_that_comes_twice_spoils_the_measurement() {
        arrivals.expect(STAMP, 0);
        arrivals.arrived(alert("alert", "high_blood_pressure"), 1);
        arrivals.arrived(alert("alert", "high_blood_pressure"), 2);
        assertThrows(IllegalStateException.class, arrivals::requireSound);
    }

    @Test
    void other_alerts_and_other_events_are_nobodys_business() throws Exception {
        arrivals.expect(STAMP, 0);
        arrivals.arrived(alert("ack", "high_blood_pressure"), 1);
        arrivals.arrived(alert("alert", "low_blood_pressure"), 2);
        arrivals.arrived("{\"event\":\"alert\"}", 3);
        assertDoesNotThrow(arrivals::requireSound);
        assertFalse(arrivals.awaitAll(Duration.ZERO));
    }

    @Test
    void nobody_waits_for_what_was_refused() throws Exception {
        arrivals.expect(STAMP, 0);
        arrivals.forget(STAMP);
        assertTrue(arrivals.awaitAll(Duration.ZERO));
        assertEquals(0, latencies.count());
    }

    private static String alert(String event, String type) {
        return """
        {"event":"%s","context":{"device_id":"d","taken_at":"%s"},"alert_type":"%s"}\
        """
                .formatted(event, TAKEN_AT, type);
    }
}
