package dev.wardcast.alerts.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.life.AlertFilter;
import dev.wardcast.alerts.life.AlertFilter.Place;
import dev.wardcast.alerts.life.AlertStory;
import dev.wardcast.alerts.life.AlertView;
import dev.wardcast.alerts.life.Alerts;
import dev.wardcast.alerts.life.PublishedEvents;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.audit.PatientRead.AboutPatients;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts for those who may see their patients. */
@Controller("/api/v1/alerts")
@ExecuteOn(TaskExecutors.BLOCKING)
class AlertsController {

    private final AccessDecisions access;
    private final Reception reception;
    private final Alerts alerts;
    private final AlertStory story;
    private final PublishedEvents events;

    AlertsController(
            AccessDecisions access,
            Reception reception,
            Alerts alerts,
            AlertStory story,
            PublishedEvents events) {
        this.access = access;
        this.reception = reception;
        this.alerts = alerts;
        this.story = story;
        this.events = events;
    }

    /** The newest alerts first; {@code next_cursor} leads on where there are more. */
    @Get
    @PatientRead(value = "alerts", search = true)
    Page list(Caller caller, @RequestBean ListRequest asked) throws SQLException {
        int size = AlertQuery.limit(asked.limit(), 50, 500);
        AlertFilter filter = AlertQuery.filter(reception.visible(caller, asked.patientId()), asked);
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

    /** Everything that happened to the alert, from its beginning. */
    @Get("/{alertId}/history")
    @PatientRead(value = "alert_history", id = "alertId")
    History history(
            Caller caller,
            String alertId,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable Long after)
            throws SQLException {
        int size = AlertQuery.limit(limit, 200, 1000);
        requireAccess(caller, reception.patientOf(alertId));
        List<AlertStory.Event> found = story.of(alertId, after == null ? 0 : after, size + 1);
        boolean more = found.size() > size;
        return new History(alertId, more ? found.subList(0, size) : found, more);
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

    private void requireAccess(Caller caller, String patientId) {
        AccessRefusals.require(access.maySee(caller, patientId, PatientScope.ALERTS));
    }

    /**
     * @param more whether the story goes on behind the last of these
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record History(String alertId, List<AlertStory.Event> events, boolean more) {}

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
