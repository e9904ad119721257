package dev.wardcast.access.machines;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface SecretTable extends GenericRepository<SecretRow, UUID> {

    @Query(
            "INSERT INTO service_secrets (id, user_id, digest) VALUES (:id, :userId, :digest) ON CONFLICT DO NOTHING")
    int add(UUID id, String userId, String digest);

    /** Those that count, the oldest first. */
    @Query(
            """
            SELECT id, user_id, created_at FROM service_secrets
            WHERE user_id = :userId AND revoked_at IS NULL ORDER BY created_at, id
            """)
    List<SecretRow> of(String userId);

    @Query(
            """
            SELECT id, user_id, created_at FROM service_secrets
            WHERE digest = :digest AND revoked_at IS NULL
            """)
    Optional<SecretRow> find(String digest);

    @Query(
            """
            UPDATE service_secrets SET revoked_at = now()
            WHERE id = :id AND user_id = :userId AND revoked_at IS NULL
            """)
    int revoke(UUID id, String userId);
}
