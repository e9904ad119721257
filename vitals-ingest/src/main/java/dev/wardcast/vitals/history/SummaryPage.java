package dev.wardcast.vitals.history;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a patient's history, summed up.
 *
 * @param resolution how long the buckets are
 * @param items newest bucket first, and within it by data_type
 * @param nextCursor asks for the next page; absent on the last one
 */
@Serdeable
public record SummaryPage(String resolution, List<Bucket> items, @Nullable String nextCursor) {

    /**
     * @param values by field name, in the units of the vital sign
     * @param timestamp when the bucket begins
     */
    @Serdeable
    public record Bucket(
            String patientId, String dataType, Instant timestamp, Map<String, Values> values) {}

    /**
     * @param mean of all readings, each counting the same
     * @param count how many readings
     */
    @Serdeable
    public record Values(double min, double max, double mean, long count) {}

    static SummaryPage of(SummaryQuery query, PatientSummaries.Page page) {
        SummaryCursor next = page.next();
        return new SummaryPage(
                query.resolution().wireName(),
                page.summaries().stream().map(one -> bucket(query.patientId(), one)).toList(),
                next == null ? null : next.encode());
    }

    private static Bucket bucket(String patientId, Summary summary) {
        Map<String, Values> values = new LinkedHashMap<>();
        for (int i = 0; i < summary.fields().size(); i++) {
            Summary.Field field = summary.fields().get(i);
            values.put(
                    summary.type().fields().get(i).name(),
                    new Values(field.min(), field.max(), field.mean(), summary.count()));
        }
        return new Bucket(patientId, summary.type().wireName(), summary.bucket(), values);
    }
}
