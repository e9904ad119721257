package dev.wardcast.access.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who was given access to whom. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
public interface Grants extends GenericRepository<PatientRow, String> {

    /**
     * Opens a grant, or changes the period of the open one.
     *
     * @param startsAt now if there is none; an open grant keeps its own
     * @param endsAt never if there is none
     */
    @Query(
            """
            INSERT INTO caregiver_grants AS open (caregiver_id, patient_id, starts_at, ends_at, granted_by)
            VALUES (:caregiverId, :patientId, COALESCE(CAST(:startsAt AS timestamptz), now()), :endsAt, :grantedBy)
            ON CONFLICT (caregiver_id, patient_id) WHERE revoked_at IS NULL DO UPDATE
            SET starts_at = COALESCE(CAST(:startsAt AS timestamptz), open.starts_at),
                ends_at = excluded.ends_at, granted_by = excluded.granted_by
            """)
    int give(
            String caregiverId,
            String patientId,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            String grantedBy);

    @Query(
            """
            UPDATE caregiver_grants SET revoked_at = now(), revoked_by = :revokedBy
            WHERE caregiver_id = :caregiverId AND patient_id = :patientId AND revoked_at IS NULL
            """)
    int revoke(String caregiverId, String patientId, String revokedBy);

    @Query(
            """
            INSERT INTO therapist_assignments (therapist_id, patient_id, assigned_by)
            VALUES (:therapistId, :patientId, :assignedBy) ON CONFLICT DO NOTHING
            """)
    int assign(String therapistId, String patientId, String assignedBy);
}
