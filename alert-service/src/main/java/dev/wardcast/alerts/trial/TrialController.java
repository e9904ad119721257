package dev.wardcast.alerts.trial;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.definition.MergePatch;
import dev.wardcast.alerts.definition.Patches;
import dev.wardcast.alerts.definition.RuleReader;
import dev.wardcast.alerts.rulebook.RuleOverride;
import dev.wardcast.alerts.rulebook.RuleRows;
import dev.wardcast.alerts.rulebook.RuleVersion;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.RequestTokens;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries rules before they are used. */
@Controller("/api/v1/alert-rules/test")
@Secured({"ADMIN", "DOCTOR"})
@ExecuteOn(TaskExecutors.BLOCKING)
class TrialController {

    private static final Duration USUAL = Duration.ofHours(24);
    private static final Set<Role> TRIERS = EnumSet.of(Role.ADMIN, Role.DOCTOR);

    private final AccessDecisions access;
    private final Database database;
    private final RuleRows rows;
    private final VitalsHistory history;

    TrialController(
            AccessDecisions access,
            @Named("alerts") Database database,
            RuleRows rows,
            VitalsHistory history) {
        this.access = access;
        this.database = database;
        this.rows = rows;
        this.history = history;
    }

    /** Says what a rule would have raised for a patient in the time given, or in the last day. */
    @Post
    @PatientRead("rule_trial")
    TrialResult test(HttpRequest<?> request, Caller caller, @Body TrialRequest body)
            throws SQLException {
        String patientId = body.patientId();
        if (patientId == null || !Room.ID.matcher(patientId).matches()) {
            throw ProblemException.badRequest(
                    "invalid_patient_id", "patient_id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
        if ((body.rule() == null) == (body.ruleId() == null)) {
            throw ProblemException.badRequest(
                    "invalid_rule", "rule, rule_id (expected: one of the two)");
        }
        AccessRefusals.requireAs(access, caller, patientId, PatientScope.VITALS, TRIERS);
        Instant to = body.to() == null ? Instant.now() : time("to", body.to());
        Instant from = body.from() == null ? to.minus(USUAL) : time("from", body.from());
        if (!from.isBefore(to)) {
            throw ProblemException.badRequest(
                    "invalid_from", "from: %s (expected: before to)".formatted(from));
        }
        if (body.rule() != null) {
            Patches.requireBounded(body.rule());
        }
        Rule rule =
                body.rule() != null
                        ? RuleReader.read("trial", 1, body.rule())
                        : known(String.valueOf(body.ruleId()), patientId);
        String token = RequestTokens.of(request).orElse("");
        VitalsHistory.Read read = history.read(token, patientId, only(rule), from, to);
        return Trial.run(rule, patientId, read.samples(), to, read.complete());
    }

    /** The rule as it is for the patient, on or off. */
    private Rule known(String ruleId, String patientId) throws SQLException {
        return database.read(connection -> {
            RuleVersion version =
                    rows.newest(connection, ruleId)
                            .orElseThrow(() ->
                                    ProblemException.notFound(
                                            "unknown_rule", "There is no such rule."));
            Optional<RuleOverride> own = rows.override(connection, ruleId, patientId);
            JsonNode definition =
                    own.isEmpty()
                            ? version.definition()
                            : MergePatch.apply(version.definition(), own.get().definition());
            return RuleReader.read(ruleId, 1, definition);
        });
    }

    private static @Nullable VitalType only(Rule rule) {
        return rule.condition().inputs().size() == 1
                ? rule.condition().inputs().iterator().next()
                : null;
    }

    private static Instant time(String name, String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(Instant.EPOCH)
                    && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw ProblemException.badRequest(
                "invalid_" + name, name + " (expected: a time such as 2026-01-31T12:00:00Z)");
    }

    /**
     * @param rule a definition
     * @param ruleId a rule that there is, instead
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record TrialRequest(
            @Nullable JsonNode rule,
            @Nullable String ruleId,
            @Nullable String patientId,
            @Nullable String from,
            @Nullable String to) {}
}
