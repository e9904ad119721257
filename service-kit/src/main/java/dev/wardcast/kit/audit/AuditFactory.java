package dev.wardcast.kit.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.wardcast.kit.sql.QuietErrors;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.sql.SQLException;

/** The audit of a process that has a database: one, whatever the services in it. */
@Factory
@Requires(property = "datasources")
final class AuditFactory {

    private static final int CONNECTIONS = 4;
    private static final long WAIT_MILLIS = 5_000;

    /** A pool of its own: an entry must not wait for a transaction that waits for the entry. */
    record AuditPool(HikariDataSource dataSource) implements AutoCloseable {
        @Override
        public void close() {
            dataSource.close();
        }
    }

    /** Eagerly: a service that can't record does not begin. */
    @Context
    @Bean(preDestroy = "close")
    AuditPool pool(
            @Value("${wardcast.database-url}") String url,
            AuditSettings settings,
            BeanContext beans)
            throws SQLException {
        boolean readable = beans.containsBean(AuditReader.class);
        new AuditSchema(url, settings.ownerUrl(), readable).prepare();
        HikariConfig config = new HikariConfig();
        config.setPoolName("audit");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.addDataSourceProperty(QuietErrors.PROPERTY, "false");
        config.addDataSourceProperty("ApplicationName", "audit");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new AuditPool(new HikariDataSource(config));
    }

    @Singleton
    AuditTrail trail(AuditPool pool) {
        return new AuditTrail(pool.dataSource());
    }
}
