package dev.wardcast.alerts.rulebook;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.definition.MergePatch;
import dev.wardcast.alerts.definition.Patches;
import dev.wardcast.alerts.definition.RuleReader;
import dev.wardcast.alerts.definition.RuleWriter;
import dev.wardcast.alerts.rules.Condition;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.json.tree.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes rules. Each change is a new version, audited in its transaction. */
public final class RuleEdits {

    /** Two are paths, and alerts by hand are of the third. */
    private static final Set<String> RESERVED = Set.of("test", "quarantine", "manual");

    private final Database database;
    private final RuleRows rows;
    private final AuditTrail audit;

    public RuleEdits(Database database, RuleRows rows, AuditTrail audit) {
        this.database = database;
        this.rows = rows;
        this.audit = audit;
    }

    /**
     * @throws ProblemException 409 if there is such a rule, 422 if the definition is wrong
     */
    public RuleVersion create(Actor actor, String id, JsonNode definition) throws SQLException {
        Patches.requireBounded(definition);
        return database.write(tx -> {
            long revision = nextRevision(tx);
            if (RESERVED.contains(id)) {
                throw ProblemException.unprocessable(
                        List.of(
                                new FieldError(
                                        "rule_id",
                                        id + " (expected: another, this one is taken)")));
            }
            if (rows.newest(tx, id).isPresent()) {
                throw ProblemException.conflict("rule_exists", "rule_id (expected: a new one)");
            }
            return add(tx, actor, RuleReader.read(id, revision, definition), 1);
        });
    }

    /**
     * @param expected the version that is to be replaced
     * @throws ProblemException 404, 409 if another version holds, 422 if the definition is wrong
     */
    public RuleVersion replace(Actor actor, String id, int expected, JsonNode definition)
            throws SQLException {
        Patches.requireBounded(definition);
        return database.write(tx -> {
            long revision = nextRevision(tx);
            RuleVersion before = known(tx, id);
            requireVersion(before, expected);
            Rule rule = RuleReader.read(id, revision, definition);
            requireSameKind(RuleReader.read(id, revision, before.definition()), rule);
            return add(tx, actor, rule, before.version() + 1);
        });
    }

    /** Switches it off; its alerts end. Twice is fine. */
    public void disable(Actor actor, String id) throws SQLException {
        database.write(tx -> {
            long revision = nextRevision(tx);
            RuleVersion before = known(tx, id);
            JsonNode off =
                    MergePatch.apply(
                            before.definition(),
                            JsonNode.createObjectNode(
                                    Map.of("enabled", JsonNode.createBooleanNode(false))));
            Rule rule = RuleReader.read(id, revision, off);
            return RuleReader.read(id, revision, before.definition()).enabled()
                    ? add(tx, actor, rule, before.version() + 1)
                    : before;
        });
    }

    /**
     * @throws ProblemException 404, 422 if the rule would be wrong with it
     */
    public RuleOverride override(Actor actor, String id, String patientId, JsonNode patch)
            throws SQLException {
        Patches.requireBounded(patch);
        return database.write(tx -> {
            long revision = nextRevision(tx);
            RuleVersion base = known(tx, id);
            Rule merged = RuleReader.read(id, revision, MergePatch.apply(base.definition(), patch));
            Rule rule = RuleReader.read(id, revision, base.definition());
            requireSameKind(rule, merged);
            return addOverride(
                    tx,
                    actor,
                    revision,
                    id,
                    patientId,
                    Patches.known(patch, RuleWriter.write(rule), RuleWriter.write(merged)));
        });
    }

    /** The rule is for the patient as it is for everybody. Twice is fine. */
    public void withdraw(Actor actor, String id, String patientId) throws SQLException {
        database.write(tx -> {
            long revision = nextRevision(tx);
            known(tx, id);
            Optional<RuleOverride> standing = rows.override(tx, id, patientId);
            return standing.isEmpty()
                    ? standing
                    : Optional.of(addOverride(tx, actor, revision, id, patientId, null));
        });
    }

    /** Has the row until commit, so changes are visible in the order of their numbers. */
    private static long nextRevision(Connection tx) throws SQLException {
        try (PreparedStatement update =
                        tx.prepareStatement(
                                "update rule_revision set revision = revision + 1 returning revision");
                ResultSet row = update.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private RuleVersion known(Connection tx, String id) throws SQLException {
        return rows.newest(tx, id).orElseThrow(RuleRows::unknown);
    }

    private static void requireVersion(RuleVersion before, int expected) {
        if (before.version() != expected) {
            throw ProblemException.conflict(
                    "other_version",
                    "version: %d (expected: %d, which holds now; read it again)"
                            .formatted(expected, before.version()));
        }
    }

    /** Its open alerts would be about something that it no longer looks at. */
    private static void requireSameKind(Rule before, Rule after) {
        Condition old = before.condition();
        Condition changed = after.condition();
        if (!old.kind().equals(changed.kind()) || !old.inputs().equals(changed.inputs())) {
            throw ProblemException.unprocessable(
                    List.of(
                            new FieldError(
                                    "kind",
                                    "%s of %s (expected: %s of %s, as before; make another rule)"
                                            .formatted(
                                                    changed.kind(),
                                                    changed.subject(),
                                                    old.kind(),
                                                    old.subject()))));
        }
    }

    private RuleVersion add(Connection tx, Actor actor, Rule rule, int version)
            throws SQLException {
        rows.add(tx, rule.id(), version, rule.revision(), RuleWriter.write(rule), idOf(actor));
        audit.record(
                tx,
                AuditEntry.of(actor, AuditAction.RULE_CHANGED)
                        .on("rule", rule.id())
                        .detail("version " + version + (rule.enabled() ? "" : ", off")));
        return known(tx, rule.id());
    }

    private RuleOverride addOverride(
            Connection tx,
            Actor actor,
            long revision,
            String id,
            String patientId,
            @Nullable JsonNode patch)
            throws SQLException {
        RuleOverride added = rows.addOverride(tx, id, patientId, revision, patch, idOf(actor));
        audit.record(
                tx,
                AuditEntry.of(actor, AuditAction.RULE_CHANGED)
                        .on("rule", id)
                        .patient(patientId)
                        .detail(
                                "override %d%s"
                                        .formatted(
                                                added.version(),
                                                patch == null ? ", withdrawn" : "")));
        return added;
    }

    private static String idOf(Actor actor) {
        return actor.getName();
    }
}
