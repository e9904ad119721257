package dev.wardcast.alerts.trial;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of a patient's history, as vitals-ingest answers it. */
@Serdeable(naming = SnakeCaseStrategy.class)
record VitalsPage(List<Item> items, @Nullable String nextCursor) {

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Item(
            String patientId,
            String deviceType,
            String deviceId,
            String dataType,
            Map<String, Double> values,
            Instant timestamp,
            Instant receivedAt) {}
}
