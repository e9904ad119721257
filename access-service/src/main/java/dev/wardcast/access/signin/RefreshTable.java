package dev.wardcast.access.signin;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface RefreshTable extends GenericRepository<RefreshRow, String> {

    @Query(
            """
            INSERT INTO refresh_tokens (digest, family, user_id, expires_at)
            VALUES (:digest, :family, :userId, :expiresAt)
            """)
    int add(String digest, UUID family, String userId, Instant expiresAt);

    /** One of two who try at the same time succeeds. */
    @Query(
            """
            UPDATE refresh_tokens SET used_at = now()
            WHERE digest = :digest AND used_at IS NULL AND revoked_at IS NULL AND expires_at > now()
            """)
    int use(String digest);

    @Query("SELECT digest, family, user_id, used_at FROM refresh_tokens WHERE digest = :digest")
    Optional<RefreshRow> find(String digest);

    /** Whether it was used or not. */
    @Query(
            """
            SELECT digest, family, user_id, used_at FROM refresh_tokens
            WHERE digest = :digest AND revoked_at IS NULL AND expires_at > now()
            """)
    Optional<RefreshRow> findOfOpenSession(String digest);

    @Query(
            "UPDATE refresh_tokens SET revoked_at = now() WHERE family = :family AND revoked_at IS NULL")
    int revokeFamily(UUID family);

    /** One row for each session that is not over. */
    @Query(
            """
            SELECT DISTINCT ON (family) digest, family, user_id, used_at FROM refresh_tokens
            WHERE user_id = :userId AND revoked_at IS NULL ORDER BY family
            """)
    List<RefreshRow> sessionsOf(String userId);

    @Query("DELETE FROM refresh_tokens WHERE expires_at < now()")
    int forgetEnded();
}
