package dev.wardcast.access.emergency;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface EmergencyTable extends GenericRepository<EmergencyRow, String> {

    String COLUMNS =
            """
            SELECT id, user_id, patient_id, reason, started_at, until, ended_at, ended_by
            FROM emergency_access
            """;

    /** Until the end of the transaction the user begins nothing else. */
    @Query(
            "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('access.emergency'), hashtext(:userId))) AS lock")
    int lock(String userId);

    @Query(
            """
            DELETE FROM emergency_tries
            WHERE user_id = :userId AND tried_at < clock_timestamp() - interval '1 day'
            """)
    int forgetTries(String userId);

    @Query("SELECT count(*) FROM emergency_tries WHERE user_id = :userId")
    int tries(String userId);

    @Query("INSERT INTO emergency_tries (user_id) VALUES (:userId)")
    int addTry(String userId);

    /** Also those whose time was over this very moment. */
    @Query(COLUMNS + "WHERE user_id = :userId AND ended_at IS NULL")
    List<EmergencyRow> open(String userId);

    @Query(
            """
            INSERT INTO emergency_access (id, user_id, patient_id, reason, until)
            VALUES (:id, :userId, :patientId, :reason,
                    clock_timestamp() + make_interval(mins => :minutes))
            """)
    int add(String id, String userId, String patientId, String reason, int minutes);

    @Query(COLUMNS + "WHERE id = :id")
    Optional<EmergencyRow> find(String id);

    @Query(COLUMNS + "WHERE id = :id FOR UPDATE")
    Optional<EmergencyRow> lockRow(String id);

    /** One of two who try at the same time succeeds. */
    @Query(
            """
            UPDATE emergency_access
            SET ended_at = least(until, clock_timestamp()), ended_by = :endedBy
            WHERE id = :id AND ended_at IS NULL
            """)
    int end(String id, @Nullable String endedBy);

    /** The one whose time was over first; left to whoever is at it already. */
    @Query(
            COLUMNS
                    + """
                    WHERE ended_at IS NULL AND until <= clock_timestamp()
                    ORDER BY until LIMIT 1 FOR UPDATE SKIP LOCKED
                    """)
    Optional<EmergencyRow> lockOverdue();

    /** An hour at most. */
    @Query(
            """
            SELECT CAST(COALESCE(EXTRACT(EPOCH FROM min(until) - clock_timestamp()), 3600) * 1000
                        AS bigint)
            FROM emergency_access WHERE ended_at IS NULL
            """)
    long millisUntilNext();

    /**
     * The newest first.
     *
     * @param userId of one only
     * @param all also those that are over
     */
    @Query(
            COLUMNS
                    + """
                    WHERE (CAST(:before AS text) IS NULL OR id < :before)
                      AND (CAST(:userId AS text) IS NULL OR user_id = :userId)
                      AND (:all OR (ended_at IS NULL AND until > clock_timestamp()))
                    ORDER BY id DESC LIMIT :most
                    """)
    List<EmergencyRow> page(
            @Nullable String before, @Nullable String userId, boolean all, int most);
}
