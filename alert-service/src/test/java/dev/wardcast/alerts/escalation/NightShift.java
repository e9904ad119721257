package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.AlertsDatabase;
import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.AckStatus;
import dev.wardcast.alerts.life.Acknowledgement;
import dev.wardcast.alerts.life.Acknowledgements;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.AlertHandling;
import dev.wardcast.alerts.life.AlertRows;
import dev.wardcast.alerts.life.AlertStory;
import dev.wardcast.alerts.life.ManualAlerts;
import dev.wardcast.alerts.life.NewAlert;
import dev.wardcast.alerts.life.Person;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.kit.access.AccessDecisions.AccessUnknownException;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.ds.PGSimpleDataSource;

/** Alerts, people who may be called, and nodes that call them; time passes when a test says so. */
final class NightShift implements AutoCloseable {

    final AlertsDatabase db = AlertsDatabase.fresh();
    private final JsonMapper json = ObjectMapper.getDefault();
    private final Map<Role, Set<String>> staff = new ConcurrentHashMap<>();
    private final List<EscalationClock> nodes = new ArrayList<>();
    private final AuditTrail audit = new AuditTrail(new PGSimpleDataSource());
    private final AlertStory story = new AlertStory(db.database(), json);
    private final Acknowledgements acknowledgements =
            new Acknowledgements(db.database(), story, audit, new Outbox(), new AlertEvents(json));
    final AlertHandling handling =
            new AlertHandling(
                    db.database(),
                    new AlertRows(json),
                    acknowledgements,
                    story,
                    audit,
                    new Outbox(),
                    new AlertEvents(json));
    final PolicyTable policies = new PolicyTable(db.database(), audit, json);
    volatile boolean directoryAway;

    static String freshPatient() {
        return "patient-" + UUID.randomUUID();
    }

    static Actor actor(String user) {
        return new Actor(Actor.Kind.USER, user, Set.of(), null, null, "test");
    }

    static Person nurse(String user) {
        return Person.in(Role.NURSE, actor(user));
    }

    void hire(Role role, String... users) {
        staff.put(role, Set.of(users));
    }

    EscalationClock startNode() {
        return startNode(db.database(), Duration.ofHours(1));
    }

    EscalationClock startNode(Database database, Duration poll) {
        EscalationClock node =
                EscalationFactory.clock(
                        database,
                        (patientId, roles) -> whoMaySee(roles),
                        new Outbox(),
                        json,
                        new EscalationMeters(new SimpleMeterRegistry()),
                        poll);
        nodes.add(node);
        node.start();
        return node;
    }

    private CompletableFuture<Set<String>> whoMaySee(Set<Role> roles) {
        if (directoryAway) {
            return CompletableFuture.failedFuture(new AccessUnknownException("away"));
        }
        Set<String> found = new HashSet<>();
        roles.forEach(role -> found.addAll(staff.getOrDefault(role, Set.of())));
        return CompletableFuture.completedFuture(found);
    }

    String raise(Tier tier, String patient) throws Exception {
        NewAlert alert =
                new NewAlert(
                        patient,
                        tier,
                        "heart_rate",
                        List.of("looks pale"),
                        List.of("caregiver"),
                        Map.of("age", 65),
                        null);
        return new ManualAlerts(db.database(), story, audit, new Outbox(), json)
                .raise(alert, nurse("raiser"))
                .alertId();
    }

    /** What the policy says happens so many seconds later is that much nearer. */
    void pass(int seconds) throws Exception {
        db.execute(
                """
                update escalations set started_at = started_at - make_interval(secs => %1$d),
                    due_at = due_at - make_interval(secs => %1$d);
                select pg_notify('escalation_alerts', '')
                """
                        .formatted(seconds));
    }

    Acknowledgements.Result acknowledge(String alert, String patient) throws Exception {
        return acknowledgements.acknowledge(
                new Acknowledgement(
                        alert, patient, nurse("answerer"), AckStatus.ACKNOWLEDGED, null));
    }

    /** What happened to it, in order. */
    List<String> story(String alert) throws Exception {
        return db.rows(
                "select what from alert_events where alert_id = '%s' order by id".formatted(alert));
    }

    /** The names of the events in the room of the patient, with whom they are for. */
    List<String> roomEvents(String patient) throws Exception {
        return db.rows(
                """
                select coalesce(data::json ->> 'change', data::json ->> 'event'),
                    coalesce((data::json -> 'recipients')::text, '')
                from outbox where room = 'patient:%s:alerts' order by id
                """
                        .formatted(patient));
    }

    /** The types of what the user was told. */
    List<String> told(String user) throws Exception {
        return db.rows(
                "select data::json ->> 'type' from outbox where '%s' = any(members) order by id"
                        .formatted(user));
    }

    @Override
    public void close() throws Exception {
        for (EscalationClock node : nodes) {
            node.close();
        }
    }
}
