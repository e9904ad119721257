package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.vitals.VitalsSettings;
import dev.wardcast.vitals.follow.Followers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import java.sql.Connection;
import java.util.concurrent.ExecutorService;

/** Starts writing the history with the application. */
@Factory
final class History {

    @Context
    @Bean(preDestroy = "close")
    HistoryFollowers followers(
            RedisLink link,
            RedisSampleQueue queue,
            @Named("vitals") TransactionOperations<Connection> transactions,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
            WeekKeeper weeks,
            VitalsSettings settings,
            MeterRegistry registry) {
        HistoryWriter writer =
                new HistoryWriter(
                        transactions,
                        weeks,
                        queue,
                        blocking,
                        registry.counter("wardcast.vitals.history.rows"));
        Followers followers = Followers.start(link, queue, writer, settings.unhurried());
        registry.gauge("wardcast.vitals.history.partitions", followers, Followers::held);
        return new HistoryFollowers(followers);
    }

    /** A type of its own, because there are followers of other kinds. */
    record HistoryFollowers(Followers followers) implements AutoCloseable {
        @Override
        public void close() {
            followers.close();
        }
    }
}
