package dev.wardcast.alerts.rulebook;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and adds versions of rules and overrides. */
public final class RuleRows {

    private static final String OVERRIDES =
            """
            select * from (
                select distinct on (rule_id, patient_id) * from rule_overrides
                where rule_id = ? and (?::text is null or patient_id = ?)
                order by rule_id, patient_id, version desc) as newest
            where patch is not null order by patient_id limit ?
            """;

    private static final String ADD_OVERRIDE =
            """
            insert into rule_overrides
                (rule_id, patient_id, version, revision, patch, changed_by)
            select ?, ?, coalesce(max(version), 0) + 1, ?, ?::jsonb, ?
            from rule_overrides where rule_id = ? and patient_id = ?
            returning *
            """;

    private final JsonMapper json;

    public RuleRows(JsonMapper json) {
        this.json = json;
    }

    static ProblemException unknown() {
        return ProblemException.notFound("unknown_rule", "There is no such rule.");
    }

    /** The version of each rule that holds, in the order of their ids. */
    public List<RuleVersion> all(Connection connection) throws SQLException {
        return versions(
                connection,
                "select distinct on (rule_id) * from rule_versions order by rule_id, version desc",
                null);
    }

    public Optional<RuleVersion> newest(Connection connection, String id) throws SQLException {
        return versions(
                        connection,
                        "select * from rule_versions where rule_id = ?"
                                + " order by version desc limit 1",
                        id)
                .stream()
                .findFirst();
    }

    /** The newest first, at most 1,000. */
    public List<RuleVersion> history(Connection connection, String id) throws SQLException {
        return versions(
                connection,
                "select * from rule_versions where rule_id = ? order by version desc limit 1000",
                id);
    }

    public Optional<RuleOverride> override(Connection connection, String id, String patientId)
            throws SQLException {
        return overrides(connection, id, patientId, 1).stream().findFirst();
    }

    /**
     * @param patientId {@code null}: of all patients
     */
    public List<RuleOverride> overrides(
            Connection connection, String id, @Nullable String patientId, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OVERRIDES)) {
            select.setString(1, id);
            select.setString(2, patientId);
            select.setString(3, patientId);
            select.setInt(4, limit);
            try (ResultSet row = select.executeQuery()) {
                List<RuleOverride> found = new ArrayList<>();
                while (row.next()) {
                    found.add(override(row));
                }
                return found;
            }
        }
    }

    void add(Connection tx, String id, int version, long revision, JsonNode definition, String by)
            throws SQLException {
        try (PreparedStatement insert =
                tx.prepareStatement(
                        "insert into rule_versions (rule_id, version, revision, definition, changed_by)"
                                + " values (?, ?, ?, ?::jsonb, ?)")) {
            insert.setString(1, id);
            insert.setInt(2, version);
            insert.setLong(3, revision);
            insert.setString(4, text(definition));
            insert.setString(5, by);
            insert.executeUpdate();
        }
    }

    RuleOverride addOverride(
            Connection tx,
            String id,
            String patientId,
            long revision,
            @Nullable JsonNode patch,
            String by)
            throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(ADD_OVERRIDE)) {
            insert.setString(1, id);
            insert.setString(2, patientId);
            insert.setLong(3, revision);
            insert.setString(4, patch == null ? null : text(patch));
            insert.setString(5, by);
            insert.setString(6, id);
            insert.setString(7, patientId);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return override(row);
            }
        }
    }

    private List<RuleVersion> versions(Connection connection, String sql, @Nullable String id)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (id != null) {
                select.setString(1, id);
            }
            try (ResultSet row = select.executeQuery()) {
                List<RuleVersion> found = new ArrayList<>();
                while (row.next()) {
                    found.add(
                            new RuleVersion(
                                    row.getString("rule_id"),
                                    row.getInt("version"),
                                    tree(row.getString("definition")),
                                    row.getString("changed_by"),
                                    time(row)));
                }
                return found;
            }
        }
    }

    private RuleOverride override(ResultSet row) throws SQLException {
        String patch = row.getString("patch");
        return new RuleOverride(
                row.getString("rule_id"),
                row.getString("patient_id"),
                row.getInt("version"),
                patch == null ? JsonNode.createObjectNode(Map.of()) : tree(patch),
                row.getString("changed_by"),
                time(row));
    }

    private static String time(ResultSet row) throws SQLException {
        return row.getObject("changed_at", OffsetDateTime.class).toInstant().toString();
    }

    private JsonNode tree(String text) {
        try {
            JsonNode tree = json.readValue(text, JsonNode.class);
            return tree == null ? JsonNode.nullNode() : tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(JsonNode tree) {
        try {
            return json.writeValueAsString(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
