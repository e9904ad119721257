package dev.wardcast.access.devices;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface BindingTable extends GenericRepository<BindingRow, Long> {

    /** Those whose last readings have come to the room long ago. */
    @Query(
            """
            SELECT id, device_type, device_id FROM device_bindings
            WHERE lingers AND ended_at <= clock_timestamp() - interval '1 hour'
            ORDER BY ended_at LIMIT 100
            """)
    List<BindingRow> settled();

    @Query("UPDATE device_bindings SET lingers = false WHERE id = :id AND lingers")
    int forget(long id);
}
