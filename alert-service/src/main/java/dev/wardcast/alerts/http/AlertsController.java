package dev.wardcast.alerts.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.life.AlertFilter;
import dev.wardcast.alerts.life.AlertFilter.Place;
import dev.wardcast.alerts.life.AlertView;
import dev.wardcast.alerts.life.Alerts;
import dev.wardcast.alerts.life.PublishedEvents;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.audit.PatientRead.AboutPatients;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alerts for those who may see their patients. */
@Controller("/api/v1/alerts")
@ExecuteOn(TaskExecutors.BLOCKING)
class AlertsController {

    private final AccessDecisions access;
    private final Alerts alerts;
    private final PublishedEvents events;

    AlertsController(AccessDecisions access, Alerts alerts, PublishedEvents events) {
        this.access = access;
        this.alerts = alerts;
        this.events = events;
    }

    /** The newest alerts first; {@code next_cursor} leads on where there are more. */
    @Get
    @PatientRead(value = "alerts", search = true)
    Page list(
            Caller caller,
            @QueryValue("patient_id") @Nullable String patientId,
            @QueryValue @Nullable String tier,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor)
            throws SQLException {
        int size = AlertQuery.limit(limit, 50, 500);
        AlertFilter filter =
                AlertQuery.filter(visible(caller, patientId), tier, state, from, to, cursor);
        List<AlertView> found = alerts.list(filter, size + 1);
        if (found.size() <= size) {
            return new Page(found, null);
        }
        AlertView last = found.get(size - 1);
        Place place = new Place(Instant.parse(last.timestamp()), last.alertId());
        return new Page(found.subList(0, size), AlertQuery.cursor(place));
    }

    /** One alert as it stands now. */
    @Get("/{alertId}")
    @PatientRead(value = "alert", id = "alertId")
    AlertView get(Caller caller, String alertId) throws SQLException {
        AlertView alert =
                Room.ID.matcher(alertId).matches()
                        ? alerts.find(alertId).orElseThrow(AckDesk::unknown)
                        : null;
        if (alert == null) {
            throw AckDesk.unknown();
        }
        requireAccess(caller, alert.patientId());
        return alert;
    }

    /**
     * What was published about a patient's alerts behind a place in the log, in its order. Streams
     * are refilled from it where the log has a gap.
     */
    @Get("/events")
    @PatientRead("alert_events")
    PublishedEvents.Page events(
            Caller caller,
            @QueryValue("patient_id") @Nullable String patientId,
            @QueryValue("after_clock") @Nullable Long afterClock,
            @QueryValue @Nullable Integer limit)
            throws SQLException {
        if (patientId == null) {
            throw ProblemException.badRequest(
                    "missing_patient_id", "patient_id (expected: whose events)");
        }
        AckDesk.requireId("patient_id", patientId);
        int size = AlertQuery.limit(limit, 100, 1000);
        requireAccess(caller, patientId);
        return events.after(patientId, afterClock == null ? 0 : afterClock, size);
    }

    /** Whose alerts are asked for and may be seen; {@code null} means everybody's. */
    private @Nullable Set<String> visible(Caller caller, @Nullable String patientId) {
        if (patientId != null) {
            AckDesk.requireId("patient_id", patientId);
            requireAccess(caller, patientId);
            return Set.of(patientId);
        }
        if (caller.has(Role.ADMIN)) {
            AccessRefusals.require(access.hasRole(caller, Role.ADMIN));
            return null;
        }
        if (caller.has(Role.CAREGIVER)) {
            AccessRefusals.require(access.hasRole(caller, Role.CAREGIVER));
            return AccessRefusals.await(access.patientsOfCaregiver(caller));
        }
        throw ProblemException.badRequest(
                "missing_patient_id",
                "patient_id (expected: whose alerts; only caregivers and admins may leave it out)");
    }

    private void requireAccess(Caller caller, String patientId) {
        AccessRefusals.require(access.maySee(caller, patientId, PatientScope.ALERTS));
    }

    /**
     * @param nextCursor {@code null} at the end
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<AlertView> alerts, @Nullable String nextCursor) implements AboutPatients {
        @Override
        public List<String> aboutPatients() {
            return alerts.stream().map(AlertView::patientId).toList();
        }
    }
}
