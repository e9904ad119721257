package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.rules.Tier;
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
import dev.wardcast.kit.audit.RefusedChanges;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is called while nobody answers. An ADMIN decides for everybody, a DOCTOR for single patients
 * whom they treat.
 */
@Controller("/api/v1/escalation-policies")
@Secured({"ADMIN", "DOCTOR"})
@ExecuteOn(TaskExecutors.BLOCKING)
class PolicyController {

    private static final Set<Role> DECIDERS = EnumSet.of(Role.ADMIN, Role.DOCTOR);

    private final PolicyTable policies;
    private final AccessDecisions access;
    private final RefusedChanges refused;

    PolicyController(PolicyTable policies, AccessDecisions access, RefusedChanges refused) {
        this.policies = policies;
        this.access = access;
        this.refused = refused;
    }

    /** Those that hold for everybody, and those of the patient where one is named. */
    @Get
    @PatientRead(value = "escalation_policies", always = false)
    Policies list(Caller caller, @QueryValue("patient_id") @Nullable String patientId)
            throws SQLException {
        if (patientId != null) {
            requireId("patient_id", patientId);
            requireAccess(caller, patientId);
        }
        return new Policies(policies.list(patientId));
    }

    @Get("/{policyId}")
    @PatientRead(value = "escalation_policy", id = "policyId", always = false)
    EscalationPolicy get(Caller caller, String policyId) throws SQLException {
        return visible(caller, policyId);
    }

    /** Every version that ever held, the newest first. */
    @Get("/{policyId}/versions")
    @PatientRead(value = "escalation_policy", id = "policyId", always = false)
    Policies versions(Caller caller, String policyId) throws SQLException {
        visible(caller, policyId);
        return new Policies(policies.versions(policyId));
    }

    /** A policy for one patient, in the place of the one for everybody. */
    @Post
    HttpResponse<EscalationPolicy> add(Caller caller, Actor actor, @Body PolicyRequest body)
            throws SQLException {
        Tier tier = tier(body.tier());
        if (body.patientId() != null) {
            requireId("patient_id", body.patientId());
        }
        PolicyDraft draft = body.draft();
        requireMayChange(caller, actor, null, body.patientId());
        return HttpResponse.created(policies.add(actor, tier, body.patientId(), draft));
    }

    /** Alerts that are open keep the version that they began with. */
    @Put("/{policyId}")
    EscalationPolicy change(Caller caller, Actor actor, String policyId, @Body PolicyRequest body)
            throws SQLException {
        PolicyDraft draft = body.draft();
        requireMayChange(caller, actor, policyId, known(policyId).patientId());
        return policies.change(actor, policyId, draft, body.version());
    }

    /** The one for everybody holds again. */
    @Delete("/{policyId}")
    HttpResponse<?> remove(Caller caller, Actor actor, String policyId) throws SQLException {
        EscalationPolicy policy = known(policyId);
        requireMayChange(caller, actor, policyId, policy.patientId());
        if (policy.patientId() == null) {
            throw ProblemException.conflict(
                    "policy_for_everybody",
                    "A tier has always one; change it. Without steps it calls nobody.");
        }
        policies.remove(actor, policyId);
        return HttpResponse.noContent();
    }

    private EscalationPolicy visible(Caller caller, String policyId) throws SQLException {
        EscalationPolicy policy = known(policyId);
        if (policy.patientId() != null) {
            requireAccess(caller, policy.patientId());
        }
        return policy;
    }

    private EscalationPolicy known(String policyId) throws SQLException {
        if (!Room.ID.matcher(policyId).matches()) {
            throw PolicyTable.unknown();
        }
        return policies.find(policyId).orElseThrow(PolicyTable::unknown);
    }

    private void requireAccess(Caller caller, String patientId) {
        AccessRefusals.requireAs(access, caller, patientId, PatientScope.ALERTS, DECIDERS);
    }

    /** Those for everybody are for ADMIN; one of a patient stays when an emergency is over. */
    private void requireMayChange(
            Caller caller, Actor actor, @Nullable String policyId, @Nullable String patientId) {
        AuditEntry attempt =
                AuditEntry.of(actor, AuditAction.POLICY_CHANGED).on("escalation_policy", policyId);
        if (patientId == null) {
            refused.telling(
                    attempt, () -> AccessRefusals.require(access.hasRole(caller, Role.ADMIN)));
        } else {
            refused.telling(
                    attempt.patient(patientId),
                    () ->
                            AccessRefusals.requireLastinglyAs(
                                    access, caller, patientId, PatientScope.ALERTS, DECIDERS));
        }
    }

    private static void requireId(String name, String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw ProblemException.badRequest(
                    "invalid_" + name, name + " (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
    }

    private static Tier tier(@Nullable String name) {
        return Arrays.stream(Tier.values())
                .filter(tier -> tier.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.badRequest(
                                "invalid_tier", "tier (expected: INFO, WARNING or CRITICAL)"));
    }

    @Serdeable
    record Policies(List<EscalationPolicy> policies) {}
}
