package dev.wardcast.access.revocation;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface RevocationTable extends GenericRepository<RevocationRow, String> {

    @Query(
            """
            INSERT INTO revocations (id, forget_after)
            VALUES (:id, now() + :seconds * interval '1 second') ON CONFLICT DO NOTHING
            """)
    int add(String id, long seconds);

    @Query("DELETE FROM revocations WHERE forget_after < now()")
    int forgetOld();
}
