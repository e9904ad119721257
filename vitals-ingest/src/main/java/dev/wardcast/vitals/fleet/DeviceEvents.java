package dev.wardcast.vitals.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The events that a change of a device becomes, in its own room and in those of its hospitals. */
@Singleton
final class DeviceEvents {

    private final JsonMapper json;

    DeviceEvents(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param state after the changes
     * @param hospitals where the patient is, whom the device is on
     */
    List<NewEvent> of(
            DeviceState state, List<DeviceChange> changes, List<String> hospitals, Instant at) {
        List<NewEvent> events = new ArrayList<>(changes.size() * (1 + hospitals.size()));
        for (DeviceChange change : changes) {
            byte[] data = bytes(payload(state, change, at));
            EventType type = type(change);
            DeviceName name = state.name();
            events.add(event(new Room.DeviceStatus(name.type(), name.id()), type, at, data));
            for (String hospital : hospitals) {
                events.add(event(new Room.HospitalDevices(hospital), type, at, data));
            }
        }
        return events;
    }

    /** The row that it is written with is its only source, so any id will do. */
    private static NewEvent event(Room room, EventType type, Instant at, byte[] data) {
        return NewEvent.once(TimeOrderedIds.next(), room, type, at, data);
    }

    private static EventType type(DeviceChange change) {
        return switch (change) {
            case DeviceChange.Connected _ -> EventType.DEVICE_CONNECTED;
            case DeviceChange.Disconnected _ -> EventType.DEVICE_DISCONNECTED;
            case DeviceChange.StatusChanged _ -> EventType.DEVICE_STATUS_CHANGE;
            case DeviceChange.Fault _ -> EventType.DEVICE_ALERT;
        };
    }

    private static Payload payload(DeviceState state, DeviceChange change, Instant at) {
        Payload plain =
                new Payload(
                        state.name().type(),
                        state.name().id(),
                        state.patientId(),
                        state.status().wireName(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        state.heardAt(),
                        at);
        return switch (change) {
            case DeviceChange.Connected _ -> plain;
            case DeviceChange.Disconnected(DeviceChange.Reason reason) ->
                    plain.because(word(reason));
            case DeviceChange.StatusChanged(DeviceStatus before, DeviceStatus _) ->
                    plain.after(before.wireName());
            case DeviceChange.Fault fault -> plain.fault(fault);
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private byte[] bytes(Payload payload) {
        try {
            return json.writeValueAsBytes(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param reason of {@code device.disconnected}
     * @param previousStatus in {@code device.status.change}
     * @param alertType in {@code device.alert}, as all that follows
     * @param state {@code active} or {@code cleared}
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Payload(
            String deviceType,
            String deviceId,
            String patientId,
            String status,
            @Nullable String previousStatus,
            @Nullable String reason,
            @Nullable String alertType,
            @Nullable String state,
            @Nullable Integer batteryPercent,
            @Nullable List<String> leadOff,
            @Nullable String message,
            Instant lastHeardAt,
            Instant timestamp) {

        Payload because(String why) {
            return with(null, why, null, null, null, null, null);
        }

        Payload after(String before) {
            return with(before, null, null, null, null, null, null);
        }

        Payload fault(DeviceChange.Fault fault) {
            boolean leads = fault.kind() == DeviceChange.Kind.LEAD_OFF;
            return with(
                    null,
                    null,
                    word(fault.kind()),
                    fault.active() ? "active" : "cleared",
                    fault.batteryPercent(),
                    leads ? fault.leads() : null,
                    text(fault));
        }

        private Payload with(
                @Nullable String before,
                @Nullable String why,
                @Nullable String alert,
                @Nullable String alertState,
                @Nullable Integer percent,
                @Nullable List<String> leads,
                @Nullable String text) {
            return new Payload(
                    deviceType,
                    deviceId,
                    patientId,
                    status,
                    before,
                    why,
                    alert,
                    alertState,
                    percent,
                    leads,
                    text,
                    lastHeardAt,
                    timestamp);
        }

        private static String text(DeviceChange.Fault fault) {
            return switch (fault.kind()) {
                case BATTERY_LOW ->
                        (fault.active() ? "Battery low: " : "Battery no longer low: ")
                                + fault.batteryPercent()
                                + " %";
                case LEAD_OFF ->
                        fault.active()
                                ? "Lead off: " + String.join(", ", fault.leads())
                                : "All leads have contact again";
            };
        }
    }
}
