package dev.wardcast.kit.crypto;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.jdbc.DataSourceResolver;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings all sealed columns of this process to the active key, and says how much is left. A service
 * with such a column does not start without a key: better no service than clear text.
 */
@Context
final class KeyChange {

    private static final Logger LOG = LoggerFactory.getLogger(KeyChange.class);

    private record Work(Resealer resealer, AtomicLong left) {}

    private final List<Work> works = new ArrayList<>();
    private final Duration every;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("key-change").unstarted(this::run);

    /**
     * @param every how often to look for rows of former keys
     * @throws VaultException if there is something to seal and no key
     */
    KeyChange(
            List<SealedColumn> columns,
            TextVault vault,
            BeanContext beans,
            DataSourceResolver resolver,
            MeterRegistry meters,
            @Value("${wardcast.vault.reseal:1m}") Duration every) {
        if (!columns.isEmpty() && vault.activeKey().isEmpty()) {
            throw VaultException.noKey();
        }
        this.every = every;
        for (SealedColumn column : columns) {
            // Past the framework's own transactions: ours begin and end here.
            DataSource database =
                    resolver.resolve(
                            beans.getBean(
                                    DataSource.class, Qualifiers.byName(column.datasource())));
            AtomicLong left = new AtomicLong();
            Gauge.builder("wardcast.vault.rows.left", left, AtomicLong::get)
                    .description("Rows that a former key had sealed, when they were last counted")
                    .tag("table", column.datasource() + "." + column.table())
                    .register(meters);
            works.add(new Work(new Resealer(column, database, vault), left));
        }
    }

    @PostConstruct
    void start() {
        if (!works.isEmpty()) {
            thread.start();
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        over.countDown();
        thread.join(Duration.ofSeconds(10));
    }

    private void run() {
        try {
            do {
                works.forEach(this::reseal);
            } while (!over.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void reseal(Work work) {
        String table = work.resealer().column().table();
        try {
            work.left().set(work.resealer().left());
            if (work.left().get() == 0) {
                return;
            }
            Resealer.Outcome outcome = work.resealer().run();
            work.left().set(work.resealer().left());
            LOG.info("table {}: {} rows are sealed with the active key", table, outcome.sealed());
            if (outcome.unreadable() > 0) {
                LOG.error("table {}: {} rows can't be opened", table, outcome.unreadable());
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("table {}: not sealed anew, to be tried again: {}", table, e.toString());
        }
    }
}
