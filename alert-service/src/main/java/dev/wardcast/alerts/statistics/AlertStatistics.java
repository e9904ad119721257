package dev.wardcast.alerts.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the alerts that opened in a time.
 *
 * @param from RFC 3339, UTC; {@code to} is behind the end
 * @param total all of them together
 * @param suppressed breaches that ended within their rule's delay in that time; no alerts
 * @param byTier by tier now, which is the highest that each reached
 * @param byVital those about none are under {@code none}
 * @param byHour by the full hour in which they opened, those without alerts left out
 * @param topPatients who caused most, at most ten
 * @param shareOfTopTenth the part of all alerts, 0 to 1, that the tenth of patients with most
 *     alerts caused, counting only patients with alerts; {@code null} without alerts
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AlertStatistics(
        String from,
        String to,
        Figures total,
        long suppressed,
        Map<String, Figures> byTier,
        Map<String, Figures> byVital,
        List<Hour> byHour,
        List<TopPatient> topPatients,
        @Nullable Double shareOfTopTenth) {

    /**
     * @param alerts that opened
     * @param repeats times that an open alert's condition was found to hold again: the alarms that
     *     one alert stood for
     * @param byHand raised by people or other systems
     * @param acknowledged at least once
     * @param escalated for which at least one step was taken
     * @param unattended that nobody answered in all their escalation
     * @param escalationRate escalated out of alerts, 0 to 1
     * @param ackSecondsMedian from opening to the first acknowledgement, of those acknowledged;
     *     interpolated where it lies between two
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Figures(
            long alerts,
            long repeats,
            long byHand,
            long acknowledged,
            long escalated,
            long unattended,
            @Nullable Double escalationRate,
            @Nullable Double ackSecondsMedian,
            @Nullable Double ackSecondsP95) {

        static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, null, null, null);
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Hour(String hour, long alerts, long escalated) {}

    /**
     * @param share of all alerts, 0 to 1
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record TopPatient(String patientId, double share, Figures figures) {}
}
