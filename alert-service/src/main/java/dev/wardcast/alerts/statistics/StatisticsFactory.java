package dev.wardcast.alerts.statistics;

import dev.wardcast.alerts.db.Database;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

@Factory
final class StatisticsFactory {

    @Singleton
    StatisticsQuery statistics(@Named("alerts") Database database) {
        return new StatisticsQuery(database);
    }
}
