package dev.wardcast.vitals.waveform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlowControlTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void a_device_may_be_ahead_by_the_window_and_no_more() {
        FlowControl flow = new FlowControl(2, 1_000, 0);
        assertTrue(flow.arrived(1, 0));
        assertTrue(flow.arrived(1, 0));
        assertFalse(flow.arrived(1, 0));
        flow.acknowledged(3);
        assertTrue(flow.arrived(1, 0));
    }

    @Test
    void what_is_within_the_rate_is_acknowledged_at_once() {
        FlowControl flow = new FlowControl(100, 1_000, 0);
        for (int second = 1; second <= 60; second++) {
            flow.arrived(1_000, second * SECOND);
            assertEquals(0, flow.waitNanos(second * SECOND));
        }
    }

    @Test
    void what_is_beyond_the_burst_waits_for_its_time() {
        FlowControl flow = new FlowControl(100, 1_000, 0);
        flow.arrived(4_000, 0);
        assertEquals(0, flow.waitNanos(0));
        flow.arrived(500, 0);
        assertEquals(SECOND / 2, flow.waitNanos(0));
        assertEquals(SECOND / 4, flow.waitNanos(SECOND / 4));
        assertEquals(0, flow.waitNanos(SECOND / 2));
    }
}
