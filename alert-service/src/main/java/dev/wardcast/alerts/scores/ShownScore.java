package dev.wardcast.alerts.scores;

import dev.wardcast.alerts.rules.News2;
import dev.wardcast.alerts.rules.News2Score;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.alerts.work.LatestScores.Latest;
import dev.wardcast.eventlog.vitals.VitalType;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A score and what it is made of.
 *
 * @param total of an incomplete score the least that it can be
 * @param tier that the score reaches; absent below
 * @param asOf when the newest of the readings was taken
 * @param missing vital signs without a fresh reading
 * @param spo2Scale 1 or 2
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record ShownScore(
        String patientId,
        int total,
        boolean complete,
        @Nullable Tier tier,
        Instant asOf,
        List<String> missing,
        int spo2Scale,
        boolean onOxygen,
        String consciousness,
        List<Part> parts) {

    /**
     * @param vitalType or {@code oxygen} or {@code consciousness}, which have neither value nor
     *     time
     * @param value of a pressure the systolic
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Part(String vitalType, int points, @Nullable Double value, @Nullable Instant takenAt) {}

    static ShownScore of(String patientId, Latest latest) {
        News2Score score = latest.score();
        News2.Setting setting = score.setting();
        List<Part> parts = new ArrayList<>();
        score.inputs()
                .forEach((vital, input) ->
                        parts.add(
                                new Part(
                                        vital.wireName(),
                                        input.points(),
                                        input.value(),
                                        input.takenAt())));
        parts.add(new Part("oxygen", setting.oxygenPoints(), null, null));
        parts.add(new Part("consciousness", setting.consciousnessPoints(), null, null));
        return new ShownScore(
                patientId,
                score.total(),
                score.complete(),
                score.tier(),
                latest.asOf(),
                score.missing().stream().map(VitalType::wireName).toList(),
                setting.scale2() ? 2 : 1,
                setting.onOxygen(),
                setting.consciousness().name().toLowerCase(Locale.ROOT),
                parts);
    }
}
