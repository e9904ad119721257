package dev.wardcast.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.kit.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinTierTest {

    private static LogEvent event(String json) {
        return LogEvent.announced(
                0, "patient:p:alerts", ("epoch 5 4 id patient.alert 0 -\n" + json).getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "info,INFO,true",
        "info,CRITICAL,true",
        "warning,INFO,false",
        "WARNING,WARNING,true",
        "Critical,WARNING,false",
        "critical,CRITICAL,true"
    })
    void an_alert_passes_from_its_tier_on(String asked, String tier, boolean passes) {
        LogEvent event =
                event(
                        "{\"event\":\"alert\",\"context\":{\"tier\":\"no\"},\"tier\":\""
                                + tier
                                + "\"}");
        assertEquals(passes, MinTier.parse(asked).test(event));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"tier\":\"CATASTROPHE\"}",
                "{\"tier\":null}",
                "{\"tier\":7}",
                "{\"tier\":{\"is\":\"INFO\"}}",
                "{\"nested\":{\"tier\":\"INFO\"}}",
                "{not json at all}"
            })
    void what_has_no_tier_that_is_known_always_passes(String json) {
        assertEquals(true, MinTier.parse("critical").test(event(json)));
    }

    @Test
    void there_are_three_tiers() {
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> MinTier.parse("panic"));
        assertEquals(400, refusal.status().getCode());
    }
}
