package dev.wardcast.access.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of users. Each method that adds says how many rows it added: none if it was there. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
public interface Users extends GenericRepository<UserRow, String> {

    @Query("SELECT id, username, password_hash, status FROM users WHERE username = :username")
    Optional<UserRow> findByName(String username);

    @Query("SELECT id, username, password_hash, status FROM users WHERE id = :id")
    Optional<UserRow> find(String id);

    /** Until the end of the transaction nobody else changes what belongs to the user. */
    @Query("SELECT 1 FROM users WHERE id = :id FOR UPDATE")
    Optional<Integer> lock(String id);

    /**
     * As {@link #find}, as of now; until the end of the transaction nobody changes the password or
     * the status, and no session of the user begins, goes on or ends.
     */
    @Query("SELECT id, username, password_hash, status FROM users WHERE id = :id FOR UPDATE")
    Optional<UserRow> hold(String id);

    @Query("SELECT role FROM user_roles WHERE user_id = :id ORDER BY role")
    List<String> rolesOf(String id);

    @Query("SELECT EXISTS (SELECT 1 FROM user_roles WHERE role = :role)")
    boolean hasAnyoneRole(String role);

    @Query(
            """
            INSERT INTO users (id, username, password_hash, patient_id)
            VALUES (:id, :username, :passwordHash, :patientId) ON CONFLICT DO NOTHING
            """)
    int add(String id, String username, String passwordHash, @Nullable String patientId);

    @Query("INSERT INTO user_roles (user_id, role) VALUES (:id, :role) ON CONFLICT DO NOTHING")
    int addRole(String id, String role);

    @Query("UPDATE users SET status = :status WHERE id = :id AND status <> :status")
    int setStatus(String id, String status);
}
