package dev.wardcast.access.signin;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** Times are the database's, so that nodes whose clocks differ agree. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface FailureTable extends GenericRepository<FailureRow, String> {

    /** Counts one more; a name whose window or lock is over starts again at one. */
    @Query(
            """
            WITH counted AS (
                INSERT INTO sign_in_failures AS f (name, failures, since, locked_until)
                VALUES (:name, 1, now(), CASE WHEN :most <= 1
                                              THEN now() + :lock * interval '1 second' END)
                ON CONFLICT (name) DO UPDATE SET
                    failures = CASE
                        WHEN coalesce(f.locked_until, f.since + :window * interval '1 second')
                             <= now() THEN 1
                        ELSE f.failures + 1 END,
                    since = CASE
                        WHEN coalesce(f.locked_until, f.since + :window * interval '1 second')
                             <= now() THEN now()
                        ELSE f.since END,
                    locked_until = CASE
                        WHEN f.locked_until > now() THEN f.locked_until
                        WHEN f.locked_until IS NULL AND f.failures + 1 >= :most
                             AND f.since + :window * interval '1 second' > now()
                             THEN now() + :lock * interval '1 second' END
                RETURNING name, failures, locked_until)
            SELECT name, failures,
                   coalesce(ceil(extract(epoch FROM locked_until - now())), 0)::bigint
                       AS locked_seconds
            FROM counted
            """)
    Optional<FailureRow> count(String name, int most, long window, long lock);

    /** Forgets what was counted, unless the name is locked; that row is the answer. */
    @Query(
            """
            WITH forgotten AS (
                DELETE FROM sign_in_failures
                WHERE name = :name AND (locked_until IS NULL OR locked_until <= now()))
            SELECT name, failures,
                   ceil(extract(epoch FROM locked_until - now()))::bigint AS locked_seconds
            FROM sign_in_failures WHERE name = :name AND locked_until > now()
            """)
    Optional<FailureRow> clear(String name);

    @Query(
            """
            DELETE FROM sign_in_failures
            WHERE coalesce(locked_until, since + :window * interval '1 second') <= now()
            """)
    int forgetOld(long window);
}
