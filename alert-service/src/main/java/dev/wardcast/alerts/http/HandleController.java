package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.AlertHandling;
import dev.wardcast.alerts.life.AlertUpdate;
import dev.wardcast.alerts.life.Person;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people do about an alert besides acknowledging it. */
@Controller("/api/v1/alerts/{alertId}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class HandleController {

    /** Who holds back or hands over what calls the ward. */
    private static final Set<Role> WARD =
            EnumSet.of(Role.DOCTOR, Role.NURSE, Role.DISPATCHER, Role.ADMIN);

    private static final Set<Role> ANYBODY = EnumSet.allOf(Role.class);

    private static final int LONGEST_SNOOZE = 240;

    private final Reception reception;
    private final People people;
    private final AlertHandling handling;

    HandleController(Reception reception, People people, AlertHandling handling) {
        this.reception = reception;
        this.people = people;
        this.handling = handling;
    }

    /** Calls nobody more for so many minutes; 0 ends that. */
    @Post("/snooze")
    AlertUpdate snooze(Caller caller, Actor actor, String alertId, @Body Snooze body)
            throws SQLException {
        int minutes = body.checkedMinutes();
        Person person = admit(caller, actor, AuditAction.ALERT_SNOOZED, alertId, WARD);
        return handling.snooze(alertId, person, minutes);
    }

    /** Puts the alert into the hands of somebody who may see the patient. */
    @Post("/assign")
    @RequestBody(content = @Content(schema = @Schema(implementation = Assignment.class)))
    AlertUpdate assign(Caller caller, Actor actor, String alertId, @Body JsonNode body)
            throws SQLException {
        @Nullable String userId = assigned(body);
        String patientId = reception.patientOf(alertId);
        Person person = admit(caller, actor, AuditAction.ALERT_ASSIGNED, alertId, WARD);
        if (userId != null) {
            AckDesk.requireId("user_id", userId);
            if (!AccessRefusals.await(people.maySee(userId, patientId, PatientScope.ALERTS))) {
                throw ProblemException.badRequest(
                        "invalid_user_id",
                        "user_id (expected: an active user who may see the patient's alerts)");
            }
        }
        return handling.assign(alertId, person, userId);
    }

    /**
     * Nobody is not what was forgotten or misspelt: an alert must not get out of somebody's hands
     * so.
     */
    private static @Nullable String assigned(JsonNode body) {
        JsonNode given = body.isObject() ? body.get("user_id") : null;
        if (given == null || !(given.isNull() || given.isString())) {
            throw ProblemException.badRequest(
                    "invalid_user_id", "user_id (expected: a user's id, or null for nobody)");
        }
        return given.isNull() ? null : given.getStringValue();
    }

    /** Ends the work on it; a second time changes nothing. */
    @Post("/resolve")
    AlertUpdate resolve(Caller caller, Actor actor, String alertId, @Body @Nullable Note body)
            throws SQLException {
        String note = body == null ? null : body.note();
        if (note != null) {
            Texts.checked("note", note, Texts.LONGEST_NOTE);
        }
        Person person = admit(caller, actor, AuditAction.ALERT_RESOLVED, alertId, ANYBODY);
        return handling.resolve(alertId, person, note);
    }

    /** Says something about it to everybody who watches the patient. */
    @Post("/comments")
    AlertUpdate comment(Caller caller, Actor actor, String alertId, @Body Comment body)
            throws SQLException {
        String text = body.text();
        if (text == null || text.isBlank()) {
            throw ProblemException.badRequest("invalid_text", "text (expected: a comment)");
        }
        Texts.checked("text", text, Texts.LONGEST_NOTE);
        Person person = admit(caller, actor, AuditAction.ALERT_COMMENTED, alertId, ANYBODY);
        return handling.comment(alertId, person, text);
    }

    private Person admit(
            Caller caller, Actor actor, AuditAction action, String alertId, Set<Role> oneOf)
            throws SQLException {
        String patientId = reception.patientOf(alertId);
        AuditEntry attempt = AuditEntry.of(actor, action).on("alert", alertId);
        return reception.admit(caller, attempt, patientId, oneOf);
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Snooze(
            @Schema(implementation = Integer.class, minimum = "0", maximum = "240")
                    @Nullable JsonNode minutes) {

        /** As JSON has it, because a reader of numbers would make one of {@code "5"} or 1.5. */
        int checkedMinutes() {
            double given =
                    minutes != null && minutes.isNumber() ? minutes.getDoubleValue() : Double.NaN;
            if (given != Math.rint(given) || given < 0 || given > LONGEST_SNOOZE) {
                throw ProblemException.badRequest(
                        "invalid_minutes",
                        "minutes (expected: a whole number from 0 to " + LONGEST_SNOOZE + ")");
            }
            return (int) given;
        }
    }

    /**
     * @param userId {@code null}: into nobody's hands
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Assignment(@Nullable String userId) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Note(@Nullable String note) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Comment(@Nullable String text) {}
}
