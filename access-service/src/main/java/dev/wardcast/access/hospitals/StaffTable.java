package dev.wardcast.access.hospitals;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface StaffTable extends GenericRepository<StaffRow, String> {

    @Query(
            """
            SELECT s.user_id, u.username, u.status,
                   array_to_string(array(SELECT r.role FROM user_roles r
                                         WHERE r.user_id = u.id ORDER BY r.role), ',') AS roles
            FROM hospital_staff s JOIN users u ON u.id = s.user_id
            WHERE s.hospital_id = :hospitalId
              AND (CAST(:after AS text) IS NULL OR s.user_id > :after)
            ORDER BY s.user_id LIMIT :most
            """)
    List<StaffRow> page(String hospitalId, @Nullable String after, int most);
}
