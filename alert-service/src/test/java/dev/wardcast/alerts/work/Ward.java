package dev.wardcast.alerts.work;

import dev.wardcast.alerts.AlertsDatabase;
import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.AckStatus;
import dev.wardcast.alerts.life.Acknowledgement;
import dev.wardcast.alerts.life.Acknowledgements;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.AlertStory;
import dev.wardcast.alerts.life.Person;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.QueueLimits;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.trace.Tracing;
import dev.wardcast.testsupport.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.serde.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** Devices, a queue, a database and nodes that work, for tests. */
final class Ward implements AutoCloseable {

    private static final WorkConfiguration SETTINGS =
            new WorkConfiguration(
                    true,
                    500,
                    Duration.ofMillis(200),
                    1000,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(300));

    final AlertsDatabase db = AlertsDatabase.fresh();
    final RedisLink redis = RedisLink.connect(TestServers.redisUrl());
    final SampleQueue queue = new RedisSampleQueue(redis, QueueLimits.standard());
    private final List<PartitionKeeper> nodes = new ArrayList<>();
    private final Map<String, Instant> clocks = new HashMap<>();

    static String freshPatient() {
        return "patient-" + UUID.randomUUID();
    }

    PartitionKeeper startNode(String name) {
        return startNode(name, db.database());
    }

    PartitionKeeper startNode(String name, Database database) {
        PartitionKeeper node =
                WorkFactory.keeper(
                        name,
                        SETTINGS,
                        database,
                        queue,
                        new Outbox(),
                        ObjectMapper.getDefault(),
                        meters(),
                        Tracing.OFF);
        nodes.add(node);
        node.start();
        return node;
    }

    /** Work on a partition that goes on only when a test says so, and gathers for an hour. */
    Advance advance(Claim claim) throws Exception {
        WorkConfiguration patient =
                new WorkConfiguration(
                        true,
                        500,
                        Duration.ofHours(1),
                        1000,
                        SETTINGS.lease(),
                        SETTINGS.heartbeat());
        RuleTable rules = new RuleTable(ObjectMapper.getDefault());
        Advance advance =
                WorkFactory.advance(
                        claim,
                        WorkFactory.store(
                                db.database(),
                                rules,
                                new LatestRules(db.database(), rules),
                                new Outbox(),
                                ObjectMapper.getDefault(),
                                meters()),
                        patient,
                        ObjectMapper.getDefault(),
                        meters());
        advance.begin(place(claim));
        return advance;
    }

    PartitionTable.Place place(Claim claim) throws Exception {
        return new PartitionTable(db.database(), SETTINGS.lease()).place(claim);
    }

    String position(Claim claim) throws Exception {
        return place(claim).position();
    }

    static WorkMeters meters() {
        return new WorkMeters(Clock.systemUTC(), new SimpleMeterRegistry());
    }

    /** The patient's device posts one sample a minute. */
    void post(String patient, VitalType type, double... values) throws Exception {
        for (double value : values) {
            post(sample(patient, type, value));
        }
    }

    void post(Sample sample) throws Exception {
        queue.append(SampleQueue.partitionOf(sample.patientId()), List.of(sample))
                .toCompletableFuture()
                .get();
    }

    Sample sample(String patient, VitalType type, Double... values) {
        Instant clock =
                clocks.merge(
                        patient,
                        Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS),
                        (before, start) -> before.plusSeconds(60));
        return new Sample(
                "monitor",
                "device-1",
                patient,
                type,
                List.of(values),
                clock,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                OptionalLong.empty());
    }

    /** Claims every partition for a node named "old"; answers one of the claims. */
    Claim claimAll() throws Exception {
        PartitionTable table = new PartitionTable(db.database(), Duration.ofSeconds(60));
        table.prepare(SampleQueue.PARTITIONS);
        return table.claim("old", SampleQueue.PARTITIONS).iterator().next();
    }

    PatientState state(String patient) throws Exception {
        return db.database()
                .read(connection -> PatientStates.load(connection, List.of(patient)))
                .get(patient);
    }

    String alertId(String patient) throws Exception {
        return db.rows("select id from alerts where patient_id = '%s'".formatted(patient))
                .getFirst();
    }

    Acknowledgements.Result.Done acknowledge(String alert, String patient, String user)
            throws Exception {
        Acknowledgements acknowledgements =
                new Acknowledgements(
                        db.database(),
                        new AlertStory(db.database(), ObjectMapper.getDefault()),
                        new AuditTrail(new PGSimpleDataSource()),
                        new Outbox(),
                        new AlertEvents(ObjectMapper.getDefault()));
        Actor actor = new Actor(Actor.Kind.USER, user, Set.of("NURSE"), null, null, "test");
        return (Acknowledgements.Result.Done)
                acknowledgements.acknowledge(
                        new Acknowledgement(
                                alert,
                                patient,
                                new Person(actor, "nurse"),
                                AckStatus.ACKNOWLEDGED,
                                null));
    }

    List<String> alerts(String patient) throws Exception {
        return db.rows(
                "select tier, condition, occurrences from alerts where patient_id = '%s' order by opened_at"
                        .formatted(patient));
    }

    List<String> events(String patient) throws Exception {
        return db.rows(
                "select data::json ->> 'event', data::json ->> 'tier' from outbox where room = 'patient:%s:alerts' order by id"
                        .formatted(patient));
    }

    @Override
    public void close() throws Exception {
        for (PartitionKeeper node : nodes) {
            node.close();
        }
        redis.close();
    }
}
