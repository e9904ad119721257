package dev.wardcast.alerts.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.AlertsDatabase;
import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleTable;
import io.micronaut.serde.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class LatestRulesTest {

    private static final int PARTITIONS = 16;
    private static final int CHANGES = 40;

    private final AlertsDatabase db = AlertsDatabase.fresh();

    /** Says how often it was asked for a connection, and fails when it is told to. */
    private static final class CountedSource extends PGSimpleDataSource {
        final AtomicInteger asked = new AtomicInteger();
        final AtomicBoolean failsOnce = new AtomicBoolean();

        @Override
        public Connection getConnection() throws SQLException {
            asked.incrementAndGet();
            if (failsOnce.compareAndSet(true, false)) {
                throw new SQLException("for the test", "08006");
            }
            return super.getConnection();
        }
    }

    private CountedSource source() {
        CountedSource source = new CountedSource();
        source.setUrl(db.url());
        return source;
    }

    private static LatestRules over(CountedSource source) {
        return new LatestRules(new Database(source), new RuleTable(ObjectMapper.getDefault()));
    }

    /** Commits a change, and returns its number. */
    private long change() throws SQLException {
        db.execute(
                """
                with changed as (update rule_revision set revision = revision + 1 returning revision)
                insert into rule_versions (rule_id, version, revision, definition, changed_by)
                select rule_id, version + 1, changed.revision, definition, 'test'
                from rule_versions, changed where rule_id = 'news2'
                order by version desc limit 1
                """);
        return Long.parseLong(db.rows("select revision from rule_revision").getFirst());
    }

    @Test
    void whoever_asks_after_a_commit_sees_the_change_however_many_share_the_answer()
            throws Exception {
        CountedSource source = source();
        LatestRules rules = over(source);
        AtomicLong committed = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        Callable<Integer> partition =
                () -> {
                    while (!over.get()) {
                        long known = committed.get();
                        long found = rules.get().revision();
                        assertTrue(found >= known, found + " (expected: " + known + " or later)");
                        answers.incrementAndGet();
                    }
                    return 0;
                };
        try (ExecutorService partitions = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> working = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                working.add(partitions.submit(partition));
            }
            for (int i = 0; i < CHANGES; i++) {
                committed.set(change());
            }
            over.set(true);
            for (Future<Integer> each : working) {
                assertEquals(0, each.get());
            }
        }
        assertEquals(committed.get(), rules.get().revision());
        assertTrue(
                source.asked.get() < answers.get(),
                source.asked + " questions for " + answers + " answers");
    }

    @Test
    void the_failure_of_one_is_not_that_of_all() throws Exception {
        CountedSource source = source();
        LatestRules rules = over(source);
        rules.get();
        source.failsOnce.set(true);
        CountDownLatch ready = new CountDownLatch(PARTITIONS);
        int failed = 0;
        try (ExecutorService partitions = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> asking = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                asking.add(
                        partitions.submit(() -> {
                            ready.countDown();
                            ready.await();
                            return rules.get().revision();
                        }));
            }
            for (Future<Long> each : asking) {
                try {
                    assertTrue(each.get() > 0);
                } catch (ExecutionException failure) {
                    assertTrue(failure.getCause() instanceof SQLException, failure::toString);
                    failed++;
                }
            }
        }
        assertEquals(1, failed);
    }
}
