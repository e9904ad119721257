package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Policies, and every version that ever held. Each change is audited with it. */
final class PolicyTable {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final Argument<List<List<String>>> ROLES =
            Argument.listOf(Argument.listOf(String.class));

    private final Database database;
    private final AuditTrail audit;
    private final JsonMapper json;

    PolicyTable(Database database, AuditTrail audit, JsonMapper json) {
        this.database = database;
        this.audit = audit;
        this.json = json;
    }

    /** Those for everybody, and behind them those of the patient. */
    List<EscalationPolicy> list(@Nullable String patientId) throws SQLException {
        return database.read(connection ->
                query(
                        connection,
                        "select * from escalation_policies where patient_id is null or patient_id = ?"
                                + " order by patient_id nulls first, tier",
                        patientId));
    }

    Optional<EscalationPolicy> find(String id) throws SQLException {
        return database.read(connection ->
                query(connection, "select * from escalation_policies where id = ?", id).stream()
                        .findFirst());
    }

    /** The newest first. */
    List<EscalationPolicy> versions(String id) throws SQLException {
        return database.read(connection ->
                query(
                        connection,
                        "select *, policy_id as id from escalation_policy_versions"
                                + " where policy_id = ? order by version desc limit 500",
                        id));
    }

    /**
     * @throws ProblemException 409 if the patient has one for this tier
     */
    EscalationPolicy add(Actor by, Tier tier, @Nullable String patientId, PolicyDraft draft)
            throws SQLException {
        String id = TimeOrderedIds.next();
        try {
            return database.write(tx -> {
                try (PreparedStatement insert =
                        tx.prepareStatement(
                                """
                                insert into escalation_policies
                                    (name, roles, after_seconds, changed_by, id, tier, patient_id)
                                values (?, ?::jsonb, ?, ?, ?, ?, ?)
                                """)) {
                    set(tx, insert, by, draft);
                    insert.setString(5, id);
                    insert.setString(6, tier.name());
                    insert.setString(7, patientId);
                    insert.executeUpdate();
                }
                return audited(tx, by, id, "added");
            });
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw ProblemException.conflict(
                        "policy_exists",
                        "tier, patient_id (expected: one policy for each; change that one)");
            }
            throw e;
        }
    }

    /**
     * @param version that the change is meant for; {@code null}: any
     * @throws ProblemException 404 if it is gone, 409 if it has another version by now
     */
    EscalationPolicy change(Actor by, String id, PolicyDraft draft, @Nullable Integer version)
            throws SQLException {
        return database.write(tx -> {
            requireVersion(tx, id, version);
            try (PreparedStatement update =
                    tx.prepareStatement(
                            """
                            update escalation_policies set name = ?, roles = ?::jsonb,
                                after_seconds = ?, changed_by = ?, changed_at = now(),
                                version = version + 1
                            where id = ?
                            """)) {
                set(tx, update, by, draft);
                update.setString(5, id);
                update.executeUpdate();
            }
            return audited(tx, by, id, "changed");
        });
    }

    /** Alerts that began with it go on with what they copied. */
    void remove(Actor by, String id) throws SQLException {
        database.write(tx -> {
            EscalationPolicy gone = requireVersion(tx, id, null);
            run(tx, "delete from escalation_policies where id = ?", id);
            run(
                    tx,
                    """
                    update escalation_policy_versions set deleted = true where (policy_id, version) in
                        (select policy_id, max(version) from escalation_policy_versions
                        where policy_id = ? group by policy_id)
                    """,
                    id);
            record(tx, by, gone, "removed");
            return gone;
        });
    }

    private EscalationPolicy requireVersion(Connection tx, String id, @Nullable Integer version)
            throws SQLException {
        EscalationPolicy found =
                query(tx, "select * from escalation_policies where id = ? for update", id).stream()
                        .findFirst()
                        .orElseThrow(PolicyTable::unknown);
        if (version != null && version != found.version()) {
            throw ProblemException.conflict(
                    "version_changed",
                    "version: %d (expected: %d, the newest)".formatted(version, found.version()));
        }
        return found;
    }

    private EscalationPolicy audited(Connection tx, Actor by, String id, String how)
            throws SQLException {
        EscalationPolicy now =
                query(tx, "select * from escalation_policies where id = ?", id).getFirst();
        record(tx, by, now, how);
        return now;
    }

    private void record(Connection tx, Actor by, EscalationPolicy policy, String how)
            throws SQLException {
        AuditEntry entry =
                AuditEntry.of(by, AuditAction.POLICY_CHANGED)
                        .on("escalation_policy", policy.policyId())
                        .detail(how + ", version " + policy.version());
        String patientId = policy.patientId();
        audit.record(tx, patientId == null ? entry : entry.patient(patientId));
    }

    private void set(Connection tx, PreparedStatement statement, Actor by, PolicyDraft draft)
            throws SQLException {
        statement.setString(1, draft.name());
        statement.setString(2, text(draft.roles()));
        statement.setArray(3, tx.createArrayOf("int4", draft.afterSeconds().toArray()));
        statement.setString(4, by.getName());
    }

    private static void run(Connection tx, String sql, String id) throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    private List<EscalationPolicy> query(Connection connection, String sql, @Nullable String value)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, value);
            try (ResultSet row = select.executeQuery()) {
                List<EscalationPolicy> found = new ArrayList<>();
                while (row.next()) {
                    found.add(read(row));
                }
                return found;
            }
        }
    }

    private EscalationPolicy read(ResultSet row) throws SQLException {
        List<List<String>> roles = roles(row.getString("roles"));
        Integer[] after = (Integer[]) row.getArray("after_seconds").getArray();
        List<PolicyStep> steps = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            steps.add(new PolicyStep(iso(after[i]), roles.get(i)));
        }
        return new EscalationPolicy(
                row.getString("id"),
                row.getInt("version"),
                row.getString("name"),
                Tier.valueOf(row.getString("tier")),
                row.getString("patient_id"),
                steps,
                steps.isEmpty() ? null : iso(after[steps.size()]),
                row.getString("changed_by"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant().toString());
    }

    private static String iso(int seconds) {
        return Duration.ofSeconds(seconds).toString();
    }

    private List<List<String>> roles(String text) {
        try {
            return Objects.requireNonNull(json.readValue(text, ROLES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProblemException unknown() {
        return ProblemException.notFound("unknown_policy", "There is no such policy.");
    }
}
