package dev.wardcast.alerts.db;

import io.micronaut.context.annotation.Factory;
import io.micronaut.jdbc.DataSourceResolver;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

@Factory
final class DatabaseFactory {

    /** Past the framework's own transactions: ours begin and end in {@link Database}. */
    @Singleton
    @Named("alerts")
    Database database(@Named("alerts") DataSource dataSource, DataSourceResolver resolver) {
        return new Database(resolver.resolve(dataSource));
    }
}
