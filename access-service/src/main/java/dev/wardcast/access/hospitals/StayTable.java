package dev.wardcast.access.hospitals;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface StayTable extends GenericRepository<StayRow, String> {

    @Query(
            """
            SELECT h.patient_id, p.name, h.admitted_at
            FROM hospital_patients h JOIN patients p ON p.id = h.patient_id
            WHERE h.hospital_id = :hospitalId
              AND (CAST(:after AS text) IS NULL OR h.patient_id > :after)
            ORDER BY h.patient_id LIMIT :most
            """)
    List<StayRow> page(String hospitalId, @Nullable String after, int most);
}
