package dev.wardcast.access.hospitals;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface HospitalTable extends GenericRepository<HospitalRow, String> {

    @Query("SELECT id, name, created_at FROM hospitals WHERE id = :id")
    Optional<HospitalRow> find(String id);

    @Query(
            """
            SELECT id, name, created_at FROM hospitals
            WHERE (CAST(:after AS text) IS NULL OR id > :after) ORDER BY id LIMIT :most
            """)
    List<HospitalRow> page(@Nullable String after, int most);

    @Query("UPDATE hospitals SET name = :name WHERE id = :id")
    int rename(String id, String name);
}
