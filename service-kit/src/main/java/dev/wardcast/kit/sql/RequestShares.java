package dev.wardcast.kit.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import javax.sql.DataSource;

/** Gives requests half of each pool of connections; see {@link RequestShare}. */
@Singleton
final class RequestShares implements BeanCreatedEventListener<DataSource> {

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> created) {
        return created.getBean() instanceof HikariDataSource pool
                ? new RequestShare(
                        pool,
                        Math.max(1, pool.getMaximumPoolSize() / 2),
                        Duration.ofMillis(pool.getConnectionTimeout()))
                : created.getBean();
    }
}
