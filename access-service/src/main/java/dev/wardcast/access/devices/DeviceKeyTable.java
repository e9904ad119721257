package dev.wardcast.access.devices;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface DeviceKeyTable extends GenericRepository<KeyRow, String> {

    @Query(
            """
            INSERT INTO device_keys (key_id, digest, device_type, device_id)
            VALUES (:keyId, :digest, :type, :id) ON CONFLICT DO NOTHING
            """)
    int add(String keyId, String digest, String type, String id);

    /** The newest first. */
    @Query(
            """
            SELECT key_id, status, created_at, valid_until FROM device_keys
            WHERE device_type = :type AND device_id = :id ORDER BY created_at DESC, key_id DESC
            LIMIT 100
            """)
    List<KeyRow> of(String type, String id);

    /** Keys that end sooner keep their end. */
    @Query(
            """
            UPDATE device_keys
            SET valid_until = least(valid_until, clock_timestamp() + make_interval(mins => :minutes))
            WHERE device_type = :type AND device_id = :id AND status = 'ACTIVE'
            """)
    int endWithin(String type, String id, int minutes);

    @Query(
            """
            UPDATE device_keys SET status = 'REVOKED'
            WHERE device_type = :type AND device_id = :id AND status = 'ACTIVE'
            """)
    int revokeAll(String type, String id);

    @Query(
            """
            SELECT EXISTS (SELECT 1 FROM device_keys
                           WHERE device_type = :type AND device_id = :id AND key_id = :keyId)
            """)
    boolean exists(String type, String id, String keyId);

    @Query("UPDATE device_keys SET status = 'REVOKED' WHERE key_id = :keyId AND status = 'ACTIVE'")
    int revoke(String keyId);
}
