package dev.wardcast.access.accounts;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface AccountTable extends GenericRepository<AccountRow, String> {

    /** People: machines share the table and are administered elsewhere. */
    String COLUMNS =
            """
            SELECT u.id, u.username, u.status, u.patient_id, u.created_at,
                   array_to_string(array(SELECT r.role FROM user_roles r
                                         WHERE r.user_id = u.id ORDER BY r.role), ',') AS roles
            FROM users u
            WHERE u.kind = 'PERSON'
            """;

    @Query(COLUMNS + "AND u.id = :id")
    Optional<AccountRow> find(String id);

    /** In the order of their names. */
    @Query(
            COLUMNS
                    + """
                      AND (CAST(:after AS text) IS NULL OR u.username > :after)
                      AND (CAST(:status AS text) IS NULL OR u.status = :status)
                      AND (CAST(:prefix AS text) IS NULL OR starts_with(u.username, :prefix))
                      AND (CAST(:role AS text) IS NULL OR EXISTS (
                          SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = :role))
                    ORDER BY u.username LIMIT :most
                    """)
    List<AccountRow> page(
            @Nullable String after,
            @Nullable String status,
            @Nullable String prefix,
            @Nullable String role,
            int most);

    /** Until the end of the transaction nobody else changes users over HTTP. */
    @Query("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('access.accounts'))) AS lock")
    int lock();

    /** Names that differ in nothing but case are one name, for people. */
    @Query(
            "SELECT EXISTS (SELECT 1 FROM users WHERE lower(username) = lower(:username) AND id <> :except)")
    boolean isNameTaken(String username, String except);

    @Query(
            """
            SELECT EXISTS (SELECT 1 FROM users u JOIN user_roles r ON r.user_id = u.id
                           WHERE r.role = 'ADMIN' AND u.status = 'ACTIVE'
                             AND u.kind = 'PERSON' AND u.id <> :id)
            """)
    boolean hasOtherActiveAdmin(String id);

    @Query(
            """
            UPDATE users SET username = :username, status = :status, patient_id = :patientId
            WHERE id = :id AND kind = 'PERSON'
            """)
    int update(String id, String username, String status, @Nullable String patientId);

    @Query("UPDATE users SET password_hash = :hash WHERE id = :id AND kind = 'PERSON'")
    int setPassword(String id, String hash);

    /** Nothing where the password is another one than that meanwhile. */
    @Query(
            """
            UPDATE users SET password_hash = :hash
            WHERE id = :id AND kind = 'PERSON' AND password_hash = :before
            """)
    int changePassword(String id, String before, String hash);

    @Query("DELETE FROM user_roles WHERE user_id = :id AND role IN (:roles)")
    int removeRoles(String id, Collection<String> roles);
}
