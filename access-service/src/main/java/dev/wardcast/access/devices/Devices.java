package dev.wardcast.access.devices;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface Devices extends GenericRepository<DeviceRow, String> {

    @Query(
            """
            INSERT INTO devices (type, id, patient_id)
            VALUES (:type, :id, :patientId) ON CONFLICT DO NOTHING
            """)
    int add(String type, String id, String patientId);

    @Query(
            """
            INSERT INTO device_keys (digest, device_type, device_id)
            VALUES (:digest, :type, :id) ON CONFLICT DO NOTHING
            """)
    int addKey(String digest, String type, String id);
}
