package dev.wardcast.access.projection;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface ProjectionTable extends GenericRepository<Dirty, Long> {

    String DOCUMENTS =
            " FROM (SELECT kind, id, version, document FROM projection_documents"
                    + " UNION ALL SELECT kind, id, version, document FROM revocation_documents)"
                    + " AS documents ";

    /** The oldest notes. Whoever else asks for them waits until this transaction ends. */
    @Query("SELECT seq, kind, id FROM projection_dirty ORDER BY seq LIMIT :most FOR UPDATE")
    List<Dirty> claim(int most);

    @Query("DELETE FROM projection_dirty WHERE seq IN (:seqs)")
    int done(Collection<Long> seqs);

    @Query("SELECT kind, id, version, document" + DOCUMENTS + "WHERE kind = :kind AND id IN (:ids)")
    List<Document> find(Kind kind, Collection<String> ids);

    @Query(
            "SELECT kind, id, version, document"
                    + DOCUMENTS
                    + "WHERE kind = :kind AND id > :after ORDER BY id LIMIT :most")
    List<Document> page(Kind kind, String after, int most);

    @Query("SELECT origin::text FROM projection_origin")
    String origin();

    /** Grants whose start or end has passed since they were last looked at. */
    @Query(
            """
            UPDATE caregiver_grants SET active = active
            WHERE (active AND ends_at <= clock_timestamp())
               OR (NOT active AND revoked_at IS NULL AND starts_at <= clock_timestamp()
                   AND (ends_at IS NULL OR ends_at > clock_timestamp()))
            """)
    int applyToGrants();

    /** Keys whose time is over. */
    @Query(
            """
            UPDATE device_keys SET status = 'REVOKED'
            WHERE status = 'ACTIVE' AND valid_until <= clock_timestamp()
            """)
    int applyToKeys();

    /** An hour at most. */
    @Query(
            """
            SELECT CAST(COALESCE(EXTRACT(EPOCH FROM least(min(at), clock_timestamp() + interval '1 hour')
                                                    - clock_timestamp()), 3600) * 1000 AS bigint)
            FROM (SELECT min(ends_at) FROM caregiver_grants WHERE active
                  UNION ALL
                  SELECT min(starts_at) FROM caregiver_grants
                  WHERE NOT active AND revoked_at IS NULL AND starts_at > clock_timestamp()
                  UNION ALL
                  SELECT min(valid_until) FROM device_keys
                  WHERE status = 'ACTIVE' AND valid_until IS NOT NULL) AS deadlines(at)
            """)
    long millisUntilNext();
}
