package dev.wardcast.alerts.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.alerts.AlertsDatabase;
import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleTable;
import io.micronaut.serde.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class LatestRulesTest {

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
    void a_change_is_heard_of_without_a_question() throws Exception {
        CountedSource source = source();
        try (LatestRules rules = over(source)) {
            rules.start();
            await().until(() -> isAnsweredWithoutAQuestion(rules, source));
            for (int i = 0; i < 5; i++) {
                long changed = change();
                await().until(() -> rules.get().revision() == changed);
            }
            // Its own session, and perhaps questions before that was there.
            int asked = source.asked.get();
            rules.get();
            assertEquals(asked, source.asked.get());
        }
    }

    private static boolean isAnsweredWithoutAQuestion(LatestRules rules, CountedSource source)
            throws SQLException {
        int asked = source.asked.get();
        rules.get();
        return source.asked.get() == asked;
    }

    @Test
    void who_cannot_listen_asks_each_time() throws Exception {
        LatestRules rules = over(source());
        for (int i = 0; i < 5; i++) {
            long changed = change();
            assertEquals(changed, rules.get().revision());
        }
    }

    @Test
    void who_doubts_gets_an_answer_of_the_database_even_after_a_failure() throws Exception {
        CountedSource source = source();
        try (LatestRules rules = over(source)) {
            rules.start();
            await().until(() -> isAnsweredWithoutAQuestion(rules, source));
            rules.doubt();
            source.failsOnce.set(true);
            assertThrows(SQLException.class, rules::get);
            int asked = source.asked.get();
            rules.get();
            assertEquals(asked + 1, source.asked.get());
            rules.get();
            assertEquals(asked + 1, source.asked.get());
        }
    }

    @Test
    void it_listens_again_after_its_session_was_ended() throws Exception {
        CountedSource source = source();
        try (LatestRules rules = over(source)) {
            rules.start();
            await().until(() -> isAnsweredWithoutAQuestion(rules, source));
            db.rows(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and query like 'listen %'
                        or query like 'select revision%' and pid <> pg_backend_pid()
                    """);
            long changed = change();
            await().until(() -> rules.get().revision() == changed);
            await().until(() -> isAnsweredWithoutAQuestion(rules, source));
        }
    }
}
