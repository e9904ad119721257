package dev.wardcast.access.signin;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The two functions are in V11. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface FailureTable extends GenericRepository<FailureRow, String> {

    @Query(
            "SELECT name, failures, locked_seconds FROM sign_in_failed(:name, :most, :window, :lock)")
    Optional<FailureRow> failed(String name, int most, long window, long lock);

    @Query("SELECT name, failures, locked_seconds FROM sign_in_passed(:name)")
    Optional<FailureRow> passed(String name);

    @Query(
            """
            DELETE FROM sign_in_failures
            WHERE coalesce(locked_until, since + :window * interval '1 second') <= now()
            """)
    int forgetOld(long window);
}
