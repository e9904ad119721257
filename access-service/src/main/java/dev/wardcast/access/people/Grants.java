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
     * Opens a grant unless there is an open one.
     *
     * @param startsAt now if there is none
     * @param endsAt never if there is none
     */
    @Query(
            """
            INSERT INTO caregiver_grants (caregiver_id, patient_id, starts_at, ends_at, granted_by, reason)
            VALUES (:caregiverId, :patientId, COALESCE(CAST(:startsAt AS timestamptz), now()), :endsAt,
                    :grantedBy, :reason)
            ON CONFLICT DO NOTHING
            """)
    int give(
            String caregiverId,
            String patientId,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            String grantedBy,
            @Nullable String reason);

    @Query(
            """
            UPDATE caregiver_grants
            SET revoked_at = now(), revoked_by = :revokedBy, ended_reason = :reason
            WHERE caregiver_id = :caregiverId AND patient_id = :patientId AND revoked_at IS NULL
            """)
    int revoke(String caregiverId, String patientId, String revokedBy, @Nullable String reason);

    @Query(
            """
            INSERT INTO therapist_assignments (therapist_id, patient_id, assigned_by, reason)
            VALUES (:therapistId, :patientId, :assignedBy, :reason) ON CONFLICT DO NOTHING
            """)
    int assign(String therapistId, String patientId, String assignedBy, @Nullable String reason);

    @Query(
            """
            UPDATE therapist_assignments
            SET ended_at = now(), ended_by = :endedBy, ended_reason = :reason
            WHERE therapist_id = :therapistId AND patient_id = :patientId AND ended_at IS NULL
            """)
    int unassign(String therapistId, String patientId, String endedBy, @Nullable String reason);
}
