package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.AlertView;
import dev.wardcast.alerts.life.Alerts;
import dev.wardcast.alerts.life.ManualAlerts;
import dev.wardcast.alerts.life.NewAlert;
import dev.wardcast.alerts.life.Person;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/** Raises alerts by hand, or for another system. */
@Controller("/api/v1/alerts")
@Secured({"ADMIN", "DOCTOR", "NURSE"})
@ExecuteOn(TaskExecutors.BLOCKING)
class RaiseController {

    private static final Set<Role> RAISERS = EnumSet.of(Role.ADMIN, Role.DOCTOR, Role.NURSE);

    private final Reception reception;
    private final ManualAlerts manual;
    private final Alerts alerts;

    RaiseController(Reception reception, ManualAlerts manual, Alerts alerts) {
        this.reception = reception;
        this.manual = manual;
        this.alerts = alerts;
    }

    /** 201 with the alert, or 200 where the same key raised it before. */
    @Post
    HttpResponse<AlertView> raise(Caller caller, Actor actor, @Body RaiseRequest body)
            throws SQLException {
        NewAlert alert = body.checked();
        AuditEntry attempt = AuditEntry.of(actor, AuditAction.ALERT_RAISED).on("alert", null);
        Person person = reception.admit(caller, attempt, alert.patientId(), RAISERS);
        ManualAlerts.Outcome outcome = manual.raise(alert, person);
        AlertView view = alerts.find(outcome.alertId()).orElseThrow();
        return outcome.isNew() ? HttpResponse.created(view) : HttpResponse.ok(view);
    }
}
