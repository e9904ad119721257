package dev.wardcast.access.keys;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface SigningKeyTable extends GenericRepository<SigningKeyRow, String> {

    /** Keys that are not retired, the newest first. */
    @Query(
            "SELECT kid, jwk, usable_from FROM signing_keys WHERE retired_at IS NULL ORDER BY usable_from DESC")
    List<SigningKeyRow> current();

    @Query("INSERT INTO signing_keys (kid, jwk, usable_from) VALUES (:kid, :jwk, :usableFrom)")
    int add(String kid, String jwk, Instant usableFrom);

    @Query("UPDATE signing_keys SET jwk = :jwk WHERE kid = :kid AND retired_at IS NULL")
    int replace(String kid, String jwk);

    /** For good: what is left is that there was such a key. */
    @Query(
            "UPDATE signing_keys SET retired_at = now(), jwk = '' WHERE kid = :kid AND retired_at IS NULL")
    int retire(String kid);

    /** Until the end of the transaction nobody else changes keys. */
    @Query("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('access.signing_keys'))) AS lock")
    int lock();
}
