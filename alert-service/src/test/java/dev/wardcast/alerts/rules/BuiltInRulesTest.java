package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.alerts.AlertsDatabase;
import dev.wardcast.alerts.rulebook.RuleTable;
import io.micronaut.serde.ObjectMapper;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules as the migrations leave them in the database, at each of their edges. */
class BuiltInRulesTest {

    private static RuleBook book;

    @BeforeAll
    static void read() throws SQLException {
        RuleTable table = new RuleTable(ObjectMapper.getDefault());
        book = AlertsDatabase.fresh().database().read(table::current);
    }

    private static Rule rule(String id) {
        return book.find("anybody", id).orElseThrow();
    }

    private static Threshold threshold(String id) {
        return (Threshold) rule(id).condition();
    }

    /** The tier that so many of these readings in a row raise, or "none". */
    private static String raised(Rule rule, int samples, Double... values) {
        RuleEngine engine = new RuleEngine(() -> "a");
        RuleState state = null;
        String tier = "none";
        for (int i = 0; i < samples; i++) {
            Reading reading =
                    new Reading(Instant.EPOCH.plusSeconds(60L * i), Arrays.asList(values));
            RuleEngine.Step step =
                    engine.evaluate(rule, state, threshold(rule.id()).vital(), reading);
            state = step.next();
            if (step.verdict() instanceof Verdict.Opened opened) {
                tier = opened.breach().tier().name();
            }
        }
        return tier;
    }

    @ParameterizedTest(name = "{0} three times: {1}")
    @CsvSource({
        "60, none",
        "100, none",
        "59.9, WARNING",
        "59, WARNING",
        "100.1, WARNING",
        "101, WARNING",
        "51, WARNING",
        "50.1, WARNING",
        "50, CRITICAL",
        "0, CRITICAL",
        "119, WARNING",
        "119.9, WARNING",
        "120, CRITICAL",
        "250, CRITICAL"
    })
    void heart_rate(double bpm, String tier) {
        assertEquals(tier, raised(rule("heart_rate"), 3, bpm));
        assertEquals("none", raised(rule("heart_rate"), 2, bpm));
    }

    @ParameterizedTest(name = "{0} three times: {1}")
    @CsvSource({
        "100, none",
        "92, none",
        "91.9, WARNING",
        "91, WARNING",
        "88, WARNING",
        "87.9, CRITICAL",
        "87, CRITICAL",
        "45, CRITICAL"
    })
    void spo2(double percent, String tier) {
        assertEquals(tier, raised(rule("spo2"), 3, percent));
        assertEquals("none", raised(rule("spo2"), 2, percent));
    }

    @ParameterizedTest(name = "{0} three times: {1}")
    @CsvSource({
        "9, none",
        "24, none",
        "8.9, WARNING",
        "8.1, WARNING",
        "8, CRITICAL",
        "0, CRITICAL",
        "24.1, WARNING",
        "25, WARNING",
        "29, WARNING",
        "29.9, WARNING",
        "30, CRITICAL"
    })
    void respiratory_rate(double perMinute, String tier) {
        assertEquals(tier, raised(rule("respiratory_rate"), 3, perMinute));
        assertEquals("none", raised(rule("respiratory_rate"), 2, perMinute));
    }

    @ParameterizedTest(name = "{0} twice: {1}")
    @CsvSource({
        "35.1, none",
        "38.9, none",
        "35.05, WARNING",
        "35.0, CRITICAL",
        "34, CRITICAL",
        "39.0, WARNING",
        "39.9, WARNING",
        "40.0, CRITICAL",
        "41, CRITICAL"
    })
    void temperature(double celsius, String tier) {
        assertEquals(tier, raised(rule("temperature"), 2, celsius));
        assertEquals("none", raised(rule("temperature"), 1, celsius));
    }

    @ParameterizedTest(name = "{0}/{1} at once: high {2}, low {3}")
    @CsvSource({
        "140, 90, none, none", "141, 90, WARNING, none", "140, 91, WARNING, none",
        "150, 95, WARNING, none", "180, 120, WARNING, none", "181, 120, CRITICAL, none",
        "180, 121, CRITICAL, none", "120, 80, none, none", "91, 60, none, none",
        "90, 60, none, CRITICAL", "66, 20, none, CRITICAL", "85, 95, WARNING, CRITICAL"
    })
    void blood_pressure(double systolic, double diastolic, String high, String low) {
        assertEquals(high, raised(rule("high_blood_pressure"), 1, systolic, diastolic));
        assertEquals(low, raised(rule("low_blood_pressure"), 1, systolic, diastolic));
    }

    @Test
    void reasons_name_the_normal_range() {
        assertReason("heart_rate", "heart_rate outside 60-100 for 3 samples");
        assertReason("spo2", "spo2 below 92 for 3 samples");
        assertReason("respiratory_rate", "respiratory_rate outside 9-24 for 3 samples");
        assertReason("temperature", "temperature outside 35.1-38.9 for 2 samples");
        assertReason("high_blood_pressure", "blood_pressure above 140/90");
        assertReason("low_blood_pressure", "blood_pressure systolic at or below 90");
    }

    private static void assertReason(String rule, String reason) {
        assertEquals(reason, RuleText.reason(threshold(rule)));
    }

    @Test
    void thresholds_are_the_normal_range() {
        assertEquals(
                Map.of("min", 60.0, "max", 100.0), RuleText.threshold(threshold("heart_rate")));
        assertEquals(Map.of("min", 92.0), RuleText.threshold(threshold("spo2")));
        assertEquals(
                Map.of("max", 140.0, "systolic_max", 140.0, "diastolic_max", 90.0),
                RuleText.threshold(threshold("high_blood_pressure")));
        assertEquals(
                Map.of("min", 90.0, "systolic_min", 90.0),
                RuleText.threshold(threshold("low_blood_pressure")));
    }

    @ParameterizedTest
    @CsvSource({
        "high_blood_pressure, 150, 95, High blood pressure detected: 150/95",
        "high_blood_pressure, 150.5, 95, High blood pressure detected: 150.5/95",
        "low_blood_pressure, 66, 20, Low blood pressure detected: 66/20"
    })
    void pressures_come_with_a_message(String id, double systolic, double diastolic, String text) {
        Rule rule = rule(id);
        assertEquals(id, rule.alertType());
        Reading reading = new Reading(Instant.EPOCH, List.of(systolic, diastolic));
        assertEquals(text, RuleText.message(rule.message(), threshold(id).vital(), reading));
    }
}
