package dev.wardcast.access.machines;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
interface AccountTable extends GenericRepository<AccountRow, String> {

    String SELECT =
            "SELECT u.id, u.username, u.status, u.created_at, coalesce((SELECT"
                    + " string_agg(role, ',' ORDER BY role) FROM user_roles r"
                    + " WHERE r.user_id = u.id), '') AS roles FROM users u"
                    + " WHERE u.kind = 'SERVICE' ";

    @Query(
            """
            INSERT INTO users (id, username, password_hash, kind)
            VALUES (:id, :name, '', 'SERVICE') ON CONFLICT DO NOTHING
            """)
    int add(String id, String name);

    /** Until the end of the transaction nobody else makes or renames users over HTTP. */
    @Query("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('access.accounts'))) AS lock")
    int lockNames();

    /** Names that differ in nothing but case are one name, of people and machines. */
    @Query("SELECT EXISTS (SELECT 1 FROM users WHERE lower(username) = lower(:name))")
    boolean isNameTaken(String name);

    @Query("INSERT INTO user_roles (user_id, role) VALUES (:id, :role) ON CONFLICT DO NOTHING")
    int addRole(String id, String role);

    @Query(SELECT + "AND u.id = :id")
    Optional<AccountRow> find(String id);

    @Query(SELECT + "AND u.id > :after ORDER BY u.id LIMIT :most")
    List<AccountRow> page(String after, int most);

    @Query("UPDATE users SET status = :status WHERE id = :id AND kind = 'SERVICE'")
    int setStatus(String id, String status);

    /** Until the end of the transaction nobody else changes this account's secrets. */
    @Query("SELECT 1 FROM users WHERE id = :id AND kind = 'SERVICE' FOR UPDATE")
    Optional<Integer> lock(String id);
}
