package dev.wardcast.alerts.rulebook;

import dev.wardcast.alerts.definition.MergePatch;
import dev.wardcast.alerts.definition.RuleReader;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules as the database has them. Each transaction asks for the number of the last change, so a
 * change counts on every node from the moment of its commit, and nothing has to be announced. Safe
 * for use by many threads.
 */
public final class RuleTable {

    private static final Logger LOG = LoggerFactory.getLogger(RuleTable.class);

    /** In one statement, so that both tables are seen as they were at one moment. */
    private static final String CHANGES =
            """
            select revision, rule_id, null as patient_id, definition from rule_versions
            where revision > ?
            union all
            select revision, rule_id, patient_id, patch from rule_overrides where revision > ?
            order by revision
            """;

    private final JsonMapper json;
    private final Map<String, Change> rules = new HashMap<>();
    private final Map<String, Map<String, Change>> overrides = new HashMap<>();
    private volatile RuleBook book = new RuleBook(0, List.of(), Map.of());

    private record Change(long revision, JsonNode definition) {}

    public RuleTable(JsonMapper json) {
        this.json = json;
    }

    /** The rules as they were when somebody last asked for them as of now. */
    public RuleBook known() {
        return book;
    }

    /** The rules as of now, for this transaction. */
    public RuleBook current(Connection connection) throws SQLException {
        long revision = revision(connection);
        return revision > book.revision() ? readOn(connection, revision) : book;
    }

    private static long revision(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select revision from rule_revision");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private synchronized RuleBook readOn(Connection connection, long known) throws SQLException {
        long revision = book.revision();
        try (PreparedStatement select = connection.prepareStatement(CHANGES)) {
            select.setLong(1, revision);
            select.setLong(2, revision);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    revision = row.getLong(1);
                    take(revision, row.getString(2), row.getString(3), row.getString(4));
                }
            }
        }
        // There are revisions without changes: of what was off already and is switched off.
        book = new RuleBook(Math.max(known, revision), commonRules(), overriddenRules());
        return book;
    }

    private void take(
            long revision, String ruleId, @Nullable String patientId, @Nullable String text) {
        if (patientId == null) {
            rules.put(ruleId, new Change(revision, tree(String.valueOf(text))));
            return;
        }
        Map<String, Change> ofPatient = overrides.computeIfAbsent(patientId, id -> new HashMap<>());
        if (text == null) {
            ofPatient.remove(ruleId);
        } else {
            ofPatient.put(ruleId, new Change(revision, tree(text)));
        }
        if (ofPatient.isEmpty()) {
            overrides.remove(patientId);
        }
    }

    private List<Rule> commonRules() {
        List<Rule> read = new ArrayList<>();
        rules.forEach((id, change) ->
                rule(id, change.revision(), change.definition()).ifPresent(read::add));
        return read;
    }

    private Map<String, List<Rule>> overriddenRules() {
        Map<String, List<Rule>> byPatient = new HashMap<>();
        overrides.forEach((patient, changes) -> {
            List<Rule> own = new ArrayList<>();
            changes.forEach((id, change) -> overridden(id, change).ifPresent(own::add));
            byPatient.put(patient, own);
        });
        return byPatient;
    }

    /** Where the two no longer fit together, the rule holds as it is for everybody. */
    private Optional<Rule> overridden(String id, Change patch) {
        Change base = rules.get(id);
        if (base == null) {
            return Optional.empty();
        }
        return rule(
                id,
                Math.max(base.revision(), patch.revision()),
                MergePatch.apply(base.definition(), patch.definition()));
    }

    /** One wrong row must not silence the other rules. */
    private static Optional<Rule> rule(String id, long revision, JsonNode definition) {
        try {
            return Optional.of(RuleReader.read(id, revision, definition));
        } catch (ProblemException e) {
            LOG.error("a definition of rule {} is left out: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private JsonNode tree(String text) {
        try {
            JsonNode tree = json.readValue(text, JsonNode.class);
            return tree == null ? JsonNode.nullNode() : tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
