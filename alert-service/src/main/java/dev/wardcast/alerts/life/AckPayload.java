package dev.wardcast.alerts.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.rules.Tier;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * An acknowledgement, on the stream and as the answer to the one who made it.
 *
 * @param event {@code ack}
 * @param acknowledgedBy the role of the person, in lower case
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AckPayload(
        String event,
        String alertId,
        String patientId,
        Tier tier,
        String timestamp,
        String acknowledgedBy,
        String status,
        @Nullable String note) {}
