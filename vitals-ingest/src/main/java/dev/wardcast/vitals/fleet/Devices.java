package dev.wardcast.vitals.fleet;

import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.PatientDirectory;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.vitals.fleet.DeviceLife.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Devices as rows. A row is changed under its lock, and what is to be told of it goes into the
 * outbox with it: so there is one event of each change, whichever node noticed. Blocks; for virtual
 * threads.
 */
@Singleton
final class Devices {

    private final TransactionOperations<Connection> transactions;
    private final Outbox outbox;
    private final DeviceEvents events;
    private final PatientDirectory patients;
    private final DeviceLife life;
    private final Rhythm rhythm;
    private final MeterRegistry registry;

    Devices(
            @Named("vitals") TransactionOperations<Connection> transactions,
            Outbox outbox,
            DeviceEvents events,
            PatientDirectory patients,
            FleetSettings settings,
            MeterRegistry registry) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.patients = patients;
        this.life = new DeviceLife(settings);
        this.rhythm = new Rhythm(settings);
        this.registry = registry;
    }

    Optional<DeviceState> find(DeviceName name) {
        return transactions.executeRead(
                status -> new DeviceTable(status.getConnection()).find(name));
    }

    /** Takes what a device says of itself; answers how it stands then. */
    DeviceState report(StatusReport report, Instant receivedAt) {
        int partition = SampleQueue.partitionOf(report.patientId());
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            List<DeviceState> locked =
                    new DeviceTable(tx)
                            .lock(
                                    partition,
                                    List.of(
                                            new DeviceTable.Named(
                                                    report.name(), report.patientId())),
                                    rhythm.unknown());
            Outcome outcome = life.reported(locked.getFirst(), report, receivedAt);
            store(tx, List.of(outcome));
            return outcome.state();
        });
    }

    /** Runs a step of whoever follows a partition, as one transaction. */
    void inTransaction(Step step) {
        transactions.executeWrite(status -> {
            step.run(status.getConnection());
            return true;
        });
    }

    interface Step {
        void run(Connection tx) throws SQLException;
    }

    /**
     * Notes that devices were heard.
     *
     * @param heard each device once
     * @return how they stand now
     */
    List<DeviceState> heard(Connection tx, int partition, List<Pulse> heard) throws SQLException {
        if (heard.isEmpty()) {
            return List.of();
        }
        List<DeviceTable.Named> named =
                heard.stream()
                        .map(pulse -> new DeviceTable.Named(pulse.name(), pulse.patientId()))
                        .toList();
        Map<DeviceName, Pulse> pulses =
                heard.stream().collect(Collectors.toMap(Pulse::name, Function.identity()));
        List<Outcome> outcomes = new ArrayList<>(heard.size());
        for (DeviceState state : new DeviceTable(tx).lock(partition, named, rhythm.unknown())) {
            Pulse pulse = Objects.requireNonNull(pulses.get(state.name()));
            outcomes.add(life.heard(state, pulse.patientId(), pulse.heardAt(), pulse.interval()));
        }
        store(tx, outcomes);
        return outcomes.stream().map(Outcome::state).toList();
    }

    /**
     * Notes that devices are gone of whom nothing was heard until their deadline.
     *
     * @param horizon until when everything that was received is known
     * @param followedSince since when this node has followed the partition
     * @return their names
     */
    List<DeviceName> silent(
            Connection tx, int partition, Instant horizon, Instant followedSince, int most)
            throws SQLException {
        List<Outcome> outcomes =
                new DeviceTable(tx)
                        .lockSilent(partition, horizon, followedSince, most).stream()
                                .map(state -> life.silent(state, horizon))
                                .toList();
        store(tx, outcomes);
        return outcomes.stream().map(outcome -> outcome.state().name()).toList();
    }

    /** Drops those who are gone and were last heard before that time, so many at most. */
    void forget(Connection tx, Instant heardBefore, int most) throws SQLException {
        new DeviceTable(tx).forget(heardBefore, most);
    }

    private void store(Connection tx, List<Outcome> outcomes) throws SQLException {
        if (outcomes.isEmpty()) {
            return;
        }
        new DeviceTable(tx)
                .update(outcomes.stream().map(Outcome::state).toList(), SampleQueue::partitionOf);
        List<NewEvent> news = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (!outcome.changes().isEmpty()) {
                DeviceState state = outcome.state();
                List<String> places = AccessRefusals.await(patients.hospitalsOf(state.patientId()));
                news.addAll(events.of(state, outcome.changes(), places, outcome.at()));
                outcome.changes().forEach(this::count);
            }
        }
        outbox.add(tx, news);
    }

    private void count(DeviceChange change) {
        String kind =
                switch (change) {
                    case DeviceChange.Connected _ -> "connected";
                    case DeviceChange.Disconnected _ -> "disconnected";
                    case DeviceChange.StatusChanged _ -> "status";
                    case DeviceChange.Fault _ -> "fault";
                };
        registry.counter("wardcast.vitals.devices.changes", "kind", kind).increment();
    }
}
