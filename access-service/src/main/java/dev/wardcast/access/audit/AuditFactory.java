package dev.wardcast.access.audit;

import dev.wardcast.kit.audit.AuditQueue;
import dev.wardcast.kit.audit.AuditTrail;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.jdbc.DataSourceResolver;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

@Factory
final class AuditFactory {

    @Singleton
    AuditTable auditTable(@Named("access") DataSource dataSource, DataSourceResolver resolver) {
        return new AuditTable(resolver.resolve(dataSource));
    }

    @Context
    @Bean(preDestroy = "close")
    AuditDrain auditDrain(
            @Named("access") DataSource dataSource,
            DataSourceResolver resolver,
            AuditQueue queue,
            AuditTrail trail,
            MeterRegistry meters) {
        AuditDrain drain = new AuditDrain(resolver.resolve(dataSource), queue, trail, meters);
        drain.start();
        return drain;
    }
}
