package dev.wardcast.vitals.fleet;

import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.vitals.follow.PartitionWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Hears the readings of the devices, in the order of the queue, and notices who is not heard any
 * more. One and the same thread does both for a partition: so no reading can be overlooked because
 * its device is being declared gone at the same moment. Whoever works on a partition without
 * knowing that it went to another node does no harm either, because a row's times never go back.
 */
final class FleetFollower implements PartitionWork {

    /** The reader's name in the queue. */
    static final String READER = "fleet";

    /** How often it is looked for those who are gone. */
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private static final int MOST_AT_ONCE = 500;

    /** By which a transaction may be slow, and the database's clock differ from ours. */
    private static final Duration SIGN_OFF_OVERLAP = Duration.ofSeconds(30);

    private final Devices devices;
    private final Pulses pulses;
    private final RedisSampleQueue queue;
    private final Executor blocking;
    private final FleetSettings settings;
    private final InstantSource clock;
    private final AtomicReferenceArray<Turn> turns;

    /**
     * @param since since when this node follows the partition
     * @param lookedAt when it last looked who signed off
     * @param sweptAt when it last looked who is gone
     */
    private record Turn(Instant since, Instant lookedAt, Instant sweptAt) {}

    FleetFollower(
            Devices devices,
            Pulses pulses,
            RedisSampleQueue queue,
            Executor blocking,
            FleetSettings settings,
            InstantSource clock,
            int partitions) {
        this.devices = devices;
        this.pulses = pulses;
        this.queue = queue;
        this.blocking = blocking;
        this.settings = settings;
        this.clock = clock;
        this.turns = new AtomicReferenceArray<>(partitions);
    }

    @Override
    public String reader() {
        return READER;
    }

    @Override
    public CompletionStage<String> position(int partition) {
        Instant now = clock.instant();
        turns.set(partition, new Turn(now, now, now));
        return queue.confirmed(READER, partition);
    }

    @Override
    public CompletionStage<Boolean> process(
            int partition, String after, List<Entry> entries, Lease lease) {
        Instant tooOld = clock.instant().minus(settings.longestSilence().multipliedBy(2));
        List<Sample> samples = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            // Says nothing about now; after a long absence there would be much of it.
            if (entry.sample().receivedAt().isAfter(tooOld)) {
                samples.add(entry.sample());
            }
        }
        Instant horizon = entries.getLast().sample().receivedAt();
        return work(partition, samples, horizon)
                .thenCompose(done ->
                        queue.confirmUnder(lease, READER, partition, entries.getLast().id()));
    }

    @Override
    public CompletionStage<Void> idle(int partition, Instant asOf) {
        Turn turn = turns.get(partition);
        return turn.sweptAt().plus(SWEEP).isAfter(asOf)
                ? CompletableFuture.completedStage(null)
                : work(partition, List.of(), asOf);
    }

    private CompletableFuture<Void> work(int partition, List<Sample> samples, Instant horizon) {
        return CompletableFuture.runAsync(
                () -> {
                    Turn turn = turns.get(partition);
                    Instant begun = clock.instant();
                    List<DeviceState> written = new ArrayList<>();
                    List<DeviceName> gone = new ArrayList<>();
                    boolean sweep = !turn.sweptAt().plus(SWEEP).isAfter(begun);
                    devices.inTransaction(tx -> {
                        pulses.forget(signedOff(tx, partition, turn));
                        written.addAll(devices.heard(tx, partition, pulses.hear(samples)));
                        if (sweep) {
                            gone.addAll(
                                    devices.silent(
                                            tx, partition, horizon, turn.since(), MOST_AT_ONCE));
                            devices.forget(tx, begun.minus(settings.forget()), MOST_AT_ONCE);
                        }
                    });
                    pulses.written(written);
                    pulses.forget(gone);
                    turns.set(
                            partition,
                            new Turn(turn.since(), begun, sweep ? begun : turn.sweptAt()));
                },
                blocking);
    }

    /**
     * Looked at before the readings are heard: a device that signed off and goes on nevertheless
     * would stay off for as long as this node thinks that nothing new is to be written down.
     */
    private List<DeviceName> signedOff(Connection tx, int partition, Turn turn)
            throws SQLException {
        return new DeviceTable(tx).signedOff(partition, turn.lookedAt().minus(SIGN_OFF_OVERLAP));
    }
}
