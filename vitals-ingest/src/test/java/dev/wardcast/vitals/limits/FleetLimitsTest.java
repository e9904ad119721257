package dev.wardcast.vitals.limits;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.kit.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FleetLimitsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long now;
    private final FleetLimits limits =
            new FleetLimits(new LimitSettings(100, 1_000, 300, 3_000), registry, () -> now);

    @Test
    void a_device_has_its_burst_and_then_its_rate_and_is_told_when_to_come_back() {
        charge("a", "m:1", 1_000);
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> charge("a", "m:1", 150));
        assertEquals(429, refusal.status().getCode());
        assertEquals("device_limit", refusal.code());
        assertEquals("2", refusal.headers().get("Retry-After"));
        pass(2);
        assertDoesNotThrow(() -> charge("a", "m:1", 150));
        assertThrows(ProblemException.class, () -> charge("a", "m:1", 51));
        assertDoesNotThrow(() -> charge("a", "m:1", 50));
    }

    @Test
    void a_greedy_device_costs_the_others_of_its_fleet_nothing() {
        charge("a", "m:1", 1_000);
        for (int i = 0; i < 100; i++) {
            assertThrows(ProblemException.class, () -> charge("a", "m:1", 500));
        }
        assertDoesNotThrow(() -> charge("a", "m:2", 1_000));
        assertEquals(100, registry.counter("wardcast.vitals.limited", "limit", "device").count());
    }

    @Test
    void a_fleet_has_a_limit_of_its_own_and_another_fleet_another() {
        for (int device = 0; device < 3; device++) {
            charge("a", "m:" + device, 1_000);
        }
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> charge("a", "m:9", 1));
        assertEquals("fleet_limit", refusal.code());
        assertEquals("1", refusal.headers().get("Retry-After"));
        assertDoesNotThrow(() -> charge("b", "m:10", 1_000));
    }

    @Test
    void a_post_of_several_devices_is_counted_whole_or_not_at_all() {
        charge("a", "m:1", 1_000);
        assertThrows(
                ProblemException.class, () -> limits.charge("a", Map.of("m:1", 1, "m:2", 600)));
        assertDoesNotThrow(() -> charge("a", "m:2", 1_000));
    }

    private void charge(String fleet, String device, int readings) {
        limits.charge(fleet, Map.of(device, readings));
    }

    private void pass(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }
}
