package dev.wardcast.vitals.fleet;

import dev.wardcast.vitals.fleet.DeviceChange.Connected;
import dev.wardcast.vitals.fleet.DeviceChange.Disconnected;
import dev.wardcast.vitals.fleet.DeviceChange.Fault;
import dev.wardcast.vitals.fleet.DeviceChange.Kind;
import dev.wardcast.vitals.fleet.DeviceChange.Reason;
import dev.wardcast.vitals.fleet.DeviceChange.StatusChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device's state becomes, and what is to be told of it. */
final class DeviceLife {

    /** A battery about the limit would be told of again and again. */
    private static final int BATTERY_RECOVERS_BY = 5;

    private final Rhythm rhythm;
    private final int batteryLow;

    DeviceLife(FleetSettings settings) {
        this.rhythm = new Rhythm(settings);
        this.batteryLow = settings.batteryLow();
    }

    /**
     * @param changes in the order in which they are to be told; empty if nothing is new
     * @param at when that was
     */
    record Outcome(DeviceState state, List<DeviceChange> changes, Instant at) {
        static Outcome same(DeviceState state) {
            return new Outcome(state, List.of(), state.heardAt());
        }
    }

    /**
     * A reading of the device was received. One that was received no later than what is known
     * already says nothing new: so a device that has signed off stays off, however late its last
     * readings are looked at, and the first one after comes back.
     *
     * @param interval its usual interval, where whoever heard the readings in between knows it;
     *     {@code null}: it is taken from the pause
     */
    Outcome heard(DeviceState state, String patientId, Instant at, @Nullable Duration interval) {
        if (!at.isAfter(state.heardAt())) {
            return Outcome.same(state);
        }
        return standing(
                alive(state, patientId, at, interval),
                true,
                state.connected() ? state.status() : DeviceStatus.ONLINE,
                at,
                Reason.SILENCE);
    }

    /** Nothing came until the deadline. */
    Outcome silent(DeviceState state, Instant at) {
        return standing(state, false, DeviceStatus.OFFLINE, at, Reason.SILENCE);
    }

    /** The device says how it is. A report that is older than the last one says nothing new. */
    Outcome reported(DeviceState state, StatusReport report, Instant at) {
        Instant before = state.reportedAt();
        if (before != null && report.takenAt().isBefore(before)) {
            return Outcome.same(state);
        }
        Instant heardAt = at.isAfter(state.heardAt()) ? at : state.heardAt();
        Outcome stands =
                standing(
                        alive(state, report.patientId(), heardAt, null),
                        report.status() != DeviceStatus.OFFLINE,
                        report.status(),
                        at,
                        Reason.REPORTED);
        List<DeviceChange> changes = new ArrayList<>(stands.changes());
        Integer percent =
                report.batteryPercent() == null ? state.batteryPercent() : report.batteryPercent();
        boolean low = isLow(state.batteryLow(), percent);
        if (low != state.batteryLow()) {
            changes.add(new Fault(Kind.BATTERY_LOW, low, percent, List.of()));
        }
        List<String> leads = report.leadOff() == null ? state.leadOff() : report.leadOff();
        if (!leads.equals(state.leadOff())) {
            changes.add(new Fault(Kind.LEAD_OFF, !leads.isEmpty(), null, leads));
        }
        return new Outcome(
                stands.state().reported(report.takenAt(), percent, low, leads), changes, at);
    }

    private boolean isLow(boolean before, @Nullable Integer percent) {
        if (percent == null) {
            return before;
        }
        return percent <= (before ? batteryLow + BATTERY_RECOVERS_BY - 1 : batteryLow);
    }

    private DeviceState alive(
            DeviceState state, String patientId, Instant at, @Nullable Duration known) {
        Duration interval = known;
        if (interval == null) {
            interval =
                    state.heardAt().equals(Instant.EPOCH)
                            ? rhythm.unknown()
                            : rhythm.next(state.interval(), Duration.between(state.heardAt(), at));
        }
        return state.heard(patientId, at, interval, rhythm.deadline(at, interval));
    }

    private static Outcome standing(
            DeviceState state, boolean connected, DeviceStatus status, Instant at, Reason reason) {
        List<DeviceChange> changes = new ArrayList<>(2);
        if (connected != state.connected()) {
            changes.add(connected ? new Connected() : new Disconnected(reason));
        }
        if (status != state.status()) {
            changes.add(new StatusChanged(state.status(), status));
        }
        return new Outcome(state.standing(connected, status, at), changes, at);
    }
}
