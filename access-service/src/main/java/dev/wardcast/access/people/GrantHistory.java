package dev.wardcast.access.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Grants and assignments as they were given and ended, the newest first. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface GrantHistory extends GenericRepository<GrantRow, Long> {

    String GRANTS =
            """
            SELECT id, patient_id, starts_at, ends_at, active, granted_by AS given_by, given_at,
                   reason, revoked_at AS ended_at, revoked_by AS ended_by, ended_reason
            FROM caregiver_grants
            """;

    @Query(
            GRANTS
                    + """
                    WHERE caregiver_id = :caregiverId AND patient_id = :patientId
                      AND revoked_at IS NULL
                    """)
    Optional<GrantRow> notRevoked(String caregiverId, String patientId);

    /**
     * @param all also those that are over
     */
    @Query(
            GRANTS
                    + """
                    WHERE caregiver_id = :caregiverId AND id < :before
                      AND (:all OR (revoked_at IS NULL
                                    AND (ends_at IS NULL OR ends_at > clock_timestamp())))
                    ORDER BY id DESC LIMIT :most
                    """)
    List<GrantRow> ofCaregiver(String caregiverId, boolean all, long before, int most);

    /**
     * @param all also those that are over
     */
    @Query(
            """
            SELECT id, patient_id, assigned_at AS starts_at, CAST(NULL AS timestamptz) AS ends_at,
                   ended_at IS NULL AS active, assigned_by AS given_by, assigned_at AS given_at,
                   reason, ended_at, ended_by, ended_reason
            FROM therapist_assignments
            WHERE therapist_id = :therapistId AND id < :before AND (:all OR ended_at IS NULL)
            ORDER BY id DESC LIMIT :most
            """)
    List<GrantRow> ofTherapist(String therapistId, boolean all, long before, int most);
}
