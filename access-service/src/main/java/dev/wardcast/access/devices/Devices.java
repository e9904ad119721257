package dev.wardcast.access.devices;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface Devices extends GenericRepository<DeviceRow, String> {

    String COLUMNS = "SELECT type, id, patient_id, status, hospital_id, created_at FROM devices ";

    @Query(
            """
            INSERT INTO devices (type, id, patient_id)
            VALUES (:type, :id, :patientId) ON CONFLICT DO NOTHING
            """)
    int add(String type, String id, String patientId);

    @Query(COLUMNS + "WHERE type = :type AND id = :id")
    Optional<DeviceRow> find(String type, String id);

    /** Until the end of the transaction nobody else changes the device. */
    @Query(COLUMNS + "WHERE type = :type AND id = :id FOR UPDATE")
    Optional<DeviceRow> lock(String type, String id);

    /**
     * In the order of their types and ids.
     *
     * @param afterType with {@code afterId}
     */
    @Query(
            COLUMNS
                    + """
                    WHERE (CAST(:afterType AS text) IS NULL
                           OR (type, id) > (CAST(:afterType AS text), CAST(:afterId AS text)))
                      AND (CAST(:type AS text) IS NULL OR type = :type)
                      AND (CAST(:status AS text) IS NULL OR status = :status)
                      AND (CAST(:patientId AS text) IS NULL OR patient_id = :patientId)
                    ORDER BY type, id LIMIT :most
                    """)
    List<DeviceRow> page(
            @Nullable String afterType,
            @Nullable String afterId,
            @Nullable String type,
            @Nullable String status,
            @Nullable String patientId,
            int most);

    @Query(
            """
            UPDATE devices
            SET patient_id = :patientId, hospital_id = :hospitalId, status = 'ACTIVE'
            WHERE type = :type AND id = :id
            """)
    int bind(String type, String id, String patientId, @Nullable String hospitalId);

    @Query("UPDATE devices SET status = :status WHERE type = :type AND id = :id")
    int setStatus(String type, String id, String status);

    /** Those that the stay brought are nobody's until somebody binds them again. */
    @Query(
            """
            UPDATE devices SET status = 'UNBOUND', hospital_id = NULL
            WHERE patient_id = :patientId AND hospital_id = :hospitalId AND status = 'ACTIVE'
            """)
    int unbindOfStay(String patientId, String hospitalId);
}
