package dev.wardcast.alerts.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.wardcast.alerts.AlertsDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatisticsQueryTest {

    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-02T00:00:00Z");

    private final AlertsDatabase db = AlertsDatabase.fresh();
    private int made;

    private void alert(
            String patient, String tier, String vital, String at, int occurrences, Integer ackAfter)
            throws Exception {
        db.execute(
                """
                insert into alerts (id, patient_id, rule_id, vital_type, tier, condition,
                    vitals_window, threshold, reasons, recipients, opened_at, updated_at,
                    occurrences, first_acked_at, escalated_at)
                values ('a%d', '%s', 'r', %s, '%s', 'CLEARED', '{}', '{}', '{}', '{}', '%s', now(),
                    %d, %s, %s)
                """
                        .formatted(
                                made++,
                                patient,
                                vital == null ? "null" : "'" + vital + "'",
                                tier,
                                at,
                                occurrences,
                                ackAfter == null
                                        ? "null"
                                        : "'%s'::timestamptz + interval '%d seconds'"
                                                .formatted(at, ackAfter),
                                ackAfter == null || ackAfter > 60 ? "now()" : "null"));
    }

    @Test
    void the_figures_are_exact() throws Exception {
        alert("p1", "CRITICAL", "spo2", "2026-03-01T00:10:00Z", 5, 10);
        alert("p1", "CRITICAL", "spo2", "2026-03-01T00:59:59Z", 1, 20);
        alert("p1", "WARNING", "heart_rate", "2026-03-01T01:00:00Z", 2, 100);
        alert("p2", "WARNING", null, "2026-03-01T23:59:59Z", 1, null);
        alert("p2", "WARNING", "spo2", "2026-02-28T23:59:59Z", 1, 1);
        alert("p2", "WARNING", "spo2", "2026-03-02T00:00:00Z", 1, 1);
        db.execute(
                """
                insert into suppressed_breaches values
                    ('p1', 'r', 'spo2', 'WARNING', '2026-02-28T23:59:50Z', '2026-03-01T00:00:00Z'),
                    ('p9', 'r', 'spo2', 'WARNING', '2026-03-01T10:00:00Z', '2026-03-01T10:00:05Z')
                """);

        AlertStatistics all = new StatisticsQuery(db.database()).of(FROM, TO, null);
        assertEquals(new AlertStatistics.Figures(4, 5, 0, 3, 2, 0, 0.5, 20.0, 92.0), all.total());
        assertEquals(2, all.suppressed());
        assertEquals(Set.of("CRITICAL", "WARNING"), all.byTier().keySet());
        assertEquals(15.0, all.byTier().get("CRITICAL").ackSecondsMedian());
        assertEquals(4, all.byTier().get("CRITICAL").repeats());
        assertEquals(1, all.byVital().get("none").alerts());
        assertEquals(2, all.byVital().get("spo2").alerts());
        assertEquals(
                List.of(
                        new AlertStatistics.Hour("2026-03-01T00:00:00Z", 2, 0),
                        new AlertStatistics.Hour("2026-03-01T01:00:00Z", 1, 1),
                        new AlertStatistics.Hour("2026-03-01T23:00:00Z", 1, 1)),
                all.byHour());
        assertEquals("p1", all.topPatients().getFirst().patientId());
        assertEquals(0.75, all.topPatients().getFirst().share());
        assertEquals(0.75, all.shareOfTopTenth());

        AlertStatistics second = new StatisticsQuery(db.database()).of(FROM, TO, Set.of("p2"));
        assertEquals(1, second.total().alerts());
        assertEquals(0, second.suppressed());
        assertNull(second.total().ackSecondsMedian());
    }

    @Test
    void the_tenth_of_patients_that_causes_most_is_counted_beyond_the_ten_that_are_named()
            throws Exception {
        db.execute(
                """
                insert into alerts (id, patient_id, rule_id, vital_type, tier, condition,
                    vitals_window, threshold, reasons, recipients, opened_at, updated_at)
                select 'a' || p || '.' || i, 'p' || to_char(p, 'FM000'), 'r', 'spo2', 'INFO',
                    'CLEARED', '{}', '{}', '{}', '{}', '2026-03-01T12:00:00Z', now()
                from generate_series(0, 119) p,
                    generate_series(1, case when p < 12 then 5 else 1 end) i
                """);
        AlertStatistics all = new StatisticsQuery(db.database()).of(FROM, TO, null);
        assertEquals(168, all.total().alerts());
        assertEquals(60.0 / 168, all.shareOfTopTenth());
        assertEquals(
                Stream.iterate(0, i -> i + 1).limit(10).map("p%03d"::formatted).toList(),
                all.topPatients().stream().map(AlertStatistics.TopPatient::patientId).toList());
    }

    @Test
    void a_time_without_alerts_is_all_zeros() throws Exception {
        AlertStatistics none = new StatisticsQuery(db.database()).of(FROM, TO, Set.of());
        assertEquals(AlertStatistics.Figures.NONE, none.total());
        assertEquals(List.of(), none.topPatients());
        assertNull(none.shareOfTopTenth());
    }
}
