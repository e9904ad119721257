package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The events of an alert's life. Their ids follow from what happened, so that an event that is
 * published again is the same event.
 */
public final class AlertEvents {

    private final JsonMapper json;

    public AlertEvents(JsonMapper json) {
        this.json = json;
    }

    public NewEvent opened(Raised raised) {
        return event(raised, ".alert", AlertPayload.opened(raised));
    }

    public NewEvent rose(Raised raised) {
        return event(raised, ".tier." + raised.tier(), AlertPayload.rose(raised));
    }

    /** The condition of an alert that somebody had put away holds again. */
    public NewEvent cameBack(Raised raised) {
        return event(raised, ".again." + raised.at().toEpochMilli(), AlertPayload.opened(raised));
    }

    private NewEvent event(Raised raised, String what, AlertPayload payload) {
        return event(raised.alertId() + what, raised.patientId(), raised.at(), payload)
                .in(raised.origin().trace());
    }

    /**
     * @param again whether it was acknowledged before, at a lower tier
     */
    NewEvent acknowledged(AckPayload ack, Tier tier, boolean again) {
        return event(
                ack.alertId() + (again ? ".ack." + tier : ".ack"),
                ack.patientId(),
                Instant.parse(ack.timestamp()),
                ack);
    }

    /** An alert that nobody's rule raised. */
    NewEvent byHand(AlertPayload payload) {
        return event(payload, payload.alertId() + ".alert");
    }

    /**
     * @param round which start of the escalation, from 1
     * @param step which step of it, from 0
     */
    public NewEvent escalated(AlertPayload payload, int round, int step) {
        return event(payload, payload.alertId() + ".esc." + round + "." + step);
    }

    /** Each is a thing of its own, however alike: two comments may have the same words. */
    public NewEvent updated(AlertUpdate update) {
        return event(
                TimeOrderedIds.next(),
                update.patientId(),
                Instant.parse(update.timestamp()),
                update);
    }

    /** To the one in whose hands it is now. */
    List<NewEvent> assigned(StoredAlert alert, Instant at) {
        String content =
                "You were assigned a %s alert of %s.".formatted(alert.tier(), alert.patientId());
        return notice(
                Objects.requireNonNull(alert.assignedTo()),
                new AlertNotice(
                        TimeOrderedIds.next(),
                        "alert_assigned",
                        content,
                        alert.alertId(),
                        alert.patientId(),
                        alert.tier(),
                        at.toString()));
    }

    /**
     * On the person's own notification stream, at once and whichever other service is there, for as
     * long as they may see the patient's alerts; and for the record of notifications.
     */
    public List<NewEvent> notice(String userId, AlertNotice notice) {
        Instant at = Instant.parse(notice.timestamp());
        return List.of(
                NewEvent.onceTo(
                        Set.of(userId),
                        notice.patientId(),
                        new Room.Group.About(Room.Group.Sight.ALERTS, notice.patientId()),
                        notice.id(),
                        EventType.USER_NOTIFICATION,
                        at,
                        bytes(notice)),
                NewEvent.once(
                        notice.id() + ".r",
                        new Room.Notices(),
                        EventType.USER_NOTIFICATION,
                        at,
                        bytes(AlertNotice.Record.of(userId, notice))));
    }

    /** For every admin. */
    public NewEvent forAdmins(String id, AlertUpdate update) {
        return NewEvent.once(
                id,
                new Room.AdminUpdates(),
                EventType.SYSTEM_ALERT,
                Instant.parse(update.timestamp()),
                bytes(update));
    }

    private NewEvent event(AlertPayload payload, String id) {
        return event(id, payload.patientId(), Instant.parse(payload.timestamp()), payload);
    }

    private NewEvent event(String id, String patientId, Instant at, Object payload) {
        return NewEvent.once(
                id, new Room.PatientAlerts(patientId), EventType.PATIENT_ALERT, at, bytes(payload));
    }

    private byte[] bytes(Object payload) {
        try {
            return json.writeValueAsBytes(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
