package dev.wardcast.alerts.ruledesk;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.definition.RuleReader;
import dev.wardcast.alerts.rulebook.RuleEdits;
import dev.wardcast.alerts.rulebook.RuleOverride;
import dev.wardcast.alerts.rulebook.RuleRows;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.audit.PatientRead.AboutPatients;
import dev.wardcast.kit.audit.RefusedChanges;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is different of a rule for single patients. */
@Controller("/api/v1/alert-rules/{id}/patients")
@Secured({"ADMIN", "DOCTOR"})
@ExecuteOn(TaskExecutors.BLOCKING)
class OverridesController {

    private static final int MOST = 1000;
    private static final Set<Role> DECIDERS = EnumSet.of(Role.ADMIN, Role.DOCTOR);

    private final AccessDecisions access;
    private final Database database;
    private final RuleRows rows;
    private final RuleEdits edits;
    private final RefusedChanges refused;

    OverridesController(
            AccessDecisions access,
            @Named("alerts") Database database,
            RuleRows rows,
            RuleEdits edits,
            RefusedChanges refused) {
        this.access = access;
        this.database = database;
        this.rows = rows;
        this.edits = edits;
        this.refused = refused;
    }

    /** All overrides of a rule, at most 1,000. */
    @Get
    @Secured("ADMIN")
    @PatientRead(value = "rule_overrides", id = "id", search = true)
    OverrideList list(String id) throws SQLException {
        return new OverrideList(
                database.read(connection -> rows.overrides(connection, id, null, MOST)));
    }

    @Get("/{patientId}")
    @PatientRead(value = "rule_override", id = "id")
    RuleOverride get(Caller caller, String id, String patientId) throws SQLException {
        require(caller, patientId);
        return database.read(connection -> rows.override(connection, id, patientId))
                .orElseThrow(() ->
                        ProblemException.notFound(
                                "no_override", "The rule is as it is for everybody."));
    }

    /** Makes fields of the rule different for the patient; replaces what was different before. */
    @Put("/{patientId}")
    RuleOverride put(Caller caller, Actor actor, String id, String patientId, @Body JsonNode patch)
            throws SQLException {
        requireDecider(caller, actor, id, patientId);
        if (!patch.isObject()) {
            throw ProblemException.badRequest(
                    "invalid_override", "body (expected: an object with the fields that differ)");
        }
        return edits.override(actor, id, patientId, patch);
    }

    @Delete("/{patientId}")
    @Status(HttpStatus.NO_CONTENT)
    void withdraw(Caller caller, Actor actor, String id, String patientId) throws SQLException {
        requireDecider(caller, actor, id, patientId);
        edits.withdraw(actor, id, patientId);
    }

    /** What is different stays so when an emergency is over. */
    private void requireDecider(Caller caller, Actor actor, String id, String patientId) {
        requireId(patientId);
        refused.telling(
                AuditEntry.of(actor, AuditAction.RULE_CHANGED)
                        .on("rule", RuleReader.ID.matcher(id).matches() ? id : null)
                        .patient(patientId),
                () ->
                        AccessRefusals.requireLastinglyAs(
                                access, caller, patientId, PatientScope.VITALS, DECIDERS));
    }

    private void require(Caller caller, String patientId) {
        requireId(patientId);
        AccessRefusals.requireAs(access, caller, patientId, PatientScope.VITALS, DECIDERS);
    }

    private static void requireId(String patientId) {
        if (!Room.ID.matcher(patientId).matches()) {
            throw ProblemException.badRequest(
                    "invalid_patient_id", "patient_id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record OverrideList(List<RuleOverride> overrides) implements AboutPatients {
        @Override
        public List<String> aboutPatients() {
            return overrides.stream().map(RuleOverride::patientId).toList();
        }
    }
}
