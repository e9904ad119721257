package dev.wardcast.access.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Patients for administrators. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface PatientList extends GenericRepository<PatientRow, String> {

    @Query("SELECT id, name FROM patients WHERE id = :id")
    Optional<PatientRow> find(String id);

    @Query("UPDATE patients SET name = :name WHERE id = :id")
    int rename(String id, String name);

    /**
     * In the order of their ids.
     *
     * @param prefix how the id begins
     * @param name a part of the name, in whatever case
     */
    @Query(
            """
            SELECT p.id, p.name FROM patients p
            WHERE (CAST(:after AS text) IS NULL OR p.id > :after)
              AND (CAST(:prefix AS text) IS NULL OR starts_with(p.id, :prefix))
              AND (CAST(:name AS text) IS NULL OR strpos(lower(p.name), lower(:name)) > 0)
              AND (CAST(:hospitalId AS text) IS NULL OR EXISTS (
                  SELECT 1 FROM hospital_patients h
                  WHERE h.patient_id = p.id AND h.hospital_id = :hospitalId))
            ORDER BY p.id LIMIT :most
            """)
    List<PatientRow> page(
            @Nullable String after,
            @Nullable String prefix,
            @Nullable String name,
            @Nullable String hospitalId,
            int most);

    /**
     * Those of these who there are, in the order of their ids.
     *
     * @param ids at least one
     */
    @Query(
            """
            SELECT id, name FROM patients
            WHERE id IN (:ids) AND (CAST(:after AS text) IS NULL OR id > :after)
            ORDER BY id LIMIT :most
            """)
    List<PatientRow> some(Collection<String> ids, @Nullable String after, int most);

    @Query(
            """
            SELECT caregiver_id FROM caregiver_grants
            WHERE patient_id = :id AND active ORDER BY caregiver_id
            """)
    List<String> caregiversOf(String id);

    @Query(
            """
            SELECT therapist_id FROM therapist_assignments
            WHERE patient_id = :id AND ended_at IS NULL ORDER BY therapist_id
            """)
    List<String> therapistsOf(String id);

    @Query(
            """
            SELECT type || ':' || id FROM devices
            WHERE patient_id = :id AND status = 'ACTIVE' ORDER BY type, id
            """)
    List<String> devicesOf(String id);
}
