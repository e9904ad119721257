package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

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
        return event(
                raised.alertId() + ".alert",
                raised.patientId(),
                raised.at(),
                AlertPayload.opened(raised));
    }

    public NewEvent rose(Raised raised) {
        return event(
                raised.alertId() + ".tier." + raised.tier(),
                raised.patientId(),
                raised.at(),
                AlertPayload.rose(raised));
    }

    /** The condition of an alert that somebody had put away holds again. */
    public NewEvent cameBack(Raised raised) {
        return event(
                raised.alertId() + ".again." + raised.at().toEpochMilli(),
                raised.patientId(),
                raised.at(),
                AlertPayload.opened(raised));
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
