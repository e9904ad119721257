package dev.wardcast.vitals.history;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a patient's history.
 *
 * @param items newest first, by the devices' time
 * @param nextCursor asks for the next page; absent on the last one
 */
@Serdeable
public record HistoryPage(List<Reading> items, @Nullable String nextCursor) {

    /**
     * @param values by field name, in the units of the vital sign
     * @param timestamp the device's time
     * @param receivedAt our time of receipt
     */
    @Serdeable
    public record Reading(
            String patientId,
            String deviceType,
            String deviceId,
            String dataType,
            Map<String, Double> values,
            Instant timestamp,
            Instant receivedAt,
            @Nullable Long sequence) {}

    static HistoryPage of(PatientHistory.Page page) {
        HistoryCursor next = page.next();
        return new HistoryPage(
                page.readings().stream().map(StoredReading::reading).toList(),
                next == null ? null : next.encode());
    }
}
