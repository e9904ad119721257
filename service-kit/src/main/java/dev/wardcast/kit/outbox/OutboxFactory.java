package dev.wardcast.kit.outbox;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.kit.sql.QuietErrors;
import dev.wardcast.kit.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Properties;
import javax.sql.DataSource;

/** Makes and starts a relay for each configured datasource. */
@Factory
final class OutboxFactory {

    @EachBean(OutboxConfiguration.class)
    OutboxProgress progress(OutboxConfiguration settings, MeterRegistry meters) {
        return new OutboxProgress(settings.name(), Clock.systemUTC(), meters);
    }

    @Context
    @EachBean(OutboxConfiguration.class)
    @Bean(preDestroy = "close")
    OutboxRelay relay(
            OutboxConfiguration settings, EventLog log, Tracing tracing, BeanContext beans) {
        // Its creation migrates the schema, so the table is there before the relay looks.
        beans.getBean(DataSource.class, Qualifiers.byName(settings.name()));
        DatasourceConfiguration datasource =
                beans.getBean(DatasourceConfiguration.class, Qualifiers.byName(settings.name()));
        OutboxProgress progress =
                beans.getBean(OutboxProgress.class, Qualifiers.byName(settings.name()));
        OutboxRelay relay =
                new OutboxRelay(settings, () -> connect(datasource), log, progress, tracing);
        relay.start();
        return relay;
    }

    /** A session that notices a dead server within seconds, in the schema of the datasource. */
    static Connection connect(DatasourceConfiguration datasource) throws SQLException {
        Properties properties = new Properties();
        if (datasource.getUsername() != null) {
            properties.setProperty("user", datasource.getUsername());
        }
        if (datasource.getPassword() != null) {
            properties.setProperty("password", datasource.getPassword());
        }
        if (datasource.getSchema() != null) {
            properties.setProperty("currentSchema", datasource.getSchema());
        }
        properties.setProperty("ApplicationName", "outbox-relay-" + datasource.getName());
        properties.setProperty(QuietErrors.PROPERTY, "false");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(datasource.getUrl(), properties);
    }
}
