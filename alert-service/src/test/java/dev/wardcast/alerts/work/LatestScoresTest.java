package dev.wardcast.alerts.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.rules.News2Score;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.alerts.work.LatestScores.Latest;
import dev.wardcast.eventlog.vitals.VitalType;
import io.micronaut.serde.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatestScoresTest {

    private final Ward ward = new Ward();
    private final LatestScores scores =
            new LatestScores(ward.db.database(), new RuleTable(ObjectMapper.getDefault()));

    @AfterEach
    void close() throws Exception {
        ward.close();
    }

    @Test
    void a_score_is_told_with_its_parts_and_what_is_missing_is_no_zero() throws Exception {
        String patient = Ward.freshPatient();
        String unknown = Ward.freshPatient();
        ward.startNode("one");
        ward.post(patient, VitalType.SPO2, 91);
        ward.post(patient, VitalType.HEART_RATE, 131);
        Set<String> both = Set.of(patient, unknown);
        await().until(() -> {
            Latest latest = scores.of(new TreeSet<>(both)).get(patient);
            return latest != null && latest.score().inputs().size() == 2;
        });
        Map<String, Latest> found = scores.of(new TreeSet<>(both));
        assertEquals(Set.of(patient), found.keySet());
        News2Score score = found.get(patient).score();
        assertEquals(6, score.total());
        assertEquals(Tier.WARNING, score.tier());
        assertFalse(score.complete());
        assertEquals(3, score.inputs().get(VitalType.SPO2).points());
        assertTrue(
                score.missing()
                        .containsAll(
                                List.of(
                                        VitalType.BLOOD_PRESSURE,
                                        VitalType.RESPIRATORY_RATE,
                                        VitalType.TEMPERATURE)),
                score.missing().toString());
    }
}
