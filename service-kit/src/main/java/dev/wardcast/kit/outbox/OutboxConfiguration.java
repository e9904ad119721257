package dev.wardcast.kit.outbox;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * {@code wardcast.outbox.<datasource>}: a service that names its datasource here, and adds {@code
 * classpath:db/outbox} to the locations of its migrations, has a relay.
 *
 * @param name of the datasource; its schema has the table
 * @param batch rows that are in flight to the log at most
 * @param poll how often to look without having been woken; the safety net, not the way
 * @param retention how long a published row is kept, for services that refill streams from it after
 *     a gap; zero: it goes as soon as it is published, which costs far less than to keep it
 */
@EachProperty("wardcast.outbox")
public record OutboxConfiguration(
        @Parameter String name,
        @Bindable(defaultValue = "256") @Min(1) @Max(5000) int batch,
        @Bindable(defaultValue = "1s") Duration poll,
        @Bindable(defaultValue = "0s") Duration retention) {

    boolean keepsPublished() {
        return retention.isPositive();
    }
}
