package dev.wardcast.kit.sql;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/**
 * What PostgreSQL says besides the error itself (detail, where, the statement of a batch) quotes
 * rows and parameters: data of patients, which no log may have.
 */
@Singleton
public final class QuietErrors implements BeanCreatedEventListener<DatasourceConfiguration> {

    /** The driver's property for it, {@code false} on every connection. */
    public static final String PROPERTY = "logServerErrorDetail";

    QuietErrors() {}

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> created) {
        DatasourceConfiguration configuration = created.getBean();
        configuration.addDataSourceProperty(PROPERTY, "false");
        return configuration;
    }
}
