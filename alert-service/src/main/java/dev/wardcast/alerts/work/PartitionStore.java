package dev.wardcast.alerts.work;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.alerts.work.PatientStates.Ahead;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.kit.sql.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the work on a partition reads from the database and stores there. Whatever samples brought
 * about is stored in one transaction with the position behind them, so each counts exactly once,
 * whatever dies when. Safe for use by many threads.
 */
final class PartitionStore {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionStore.class);

    private static final String SAME_RULES =
            "select demand(revision = ?, 'rules') from rule_revision";

    private final Database database;
    private final RuleTable rules;
    private final LatestRules latest;
    private final BatchEvaluator evaluator;
    private final Outcomes outcomes;
    private final Quarantine quarantine;
    private final WorkMeters meters;

    PartitionStore(
            Database database,
            RuleTable rules,
            LatestRules latest,
            BatchEvaluator evaluator,
            Outcomes outcomes,
            Quarantine quarantine,
            WorkMeters meters) {
        this.database = database;
        this.rules = rules;
        this.latest = latest;
        this.evaluator = evaluator;
        this.outcomes = outcomes;
        this.quarantine = quarantine;
        this.meters = meters;
    }

    /**
     * @param states by patient; without those of whom nothing is known
     */
    record Known(RuleBook rules, Map<String, Ahead> states) {}

    /** The rules as this node knows them, and the states of these patients. */
    Known look(Set<String> patients) throws SQLException {
        if (patients.isEmpty()) {
            return new Known(latest.get(), Map.of());
        }
        return database.read(connection ->
                new Known(
                        rules.current(connection), PatientStates.loadAhead(connection, patients)));
    }

    /**
     * Stores an outcome. Nothing is stored that was found by rules that hold no longer: a changed
     * rule counts from its commit on.
     *
     * @param steps that were taken before
     * @param to the position from now on: everything before it is stored
     * @param revision of the rules by which it was found
     * @return the states as they were written, by patient
     * @throws SQLException if the database is away; the place there tells whether it is stored
     * @throws Claim.LostException if somebody else works on the partition
     * @throws StaleException if it is stored already, or found by older rules
     */
    Map<String, byte[]> store(Claim claim, long steps, String to, long revision, Outcome outcome)
            throws SQLException {
        Statements first = new Statements();
        PartitionTable.step(first, claim, steps, to);
        first.add(SAME_RULES, values -> values.set(revision));
        try {
            return database.write(tx -> outcomes.store(tx, first, claim.partition(), outcome));
        } catch (SQLException failure) {
            throw explained(failure, claim);
        }
    }

    /** Takes an entry out of the way that the rules fail on, and tells the admins. */
    void setAside(Claim claim, long steps, Entry entry, Exception reason) throws SQLException {
        Statements step = new Statements();
        PartitionTable.step(step, claim, steps, entry.id());
        try {
            database.write(tx -> {
                step.run(tx);
                quarantine.add(tx, claim.partition(), entry, reason);
                return entry.id();
            });
        } catch (SQLException failure) {
            throw explained(failure, claim);
        }
        meters.setAside();
        LOG.error(
                "partition {}: entry {} is set aside: {}",
                claim.partition(),
                entry.id(),
                reason.getClass().getName());
    }

    /**
     * A node takes the partition over: devices that could not be heard in the meantime are given
     * time to be.
     */
    void begin(Claim claim) throws SQLException {
        database.write(tx -> {
            PartitionTable.hold(tx, claim);
            return Sweeper.putOff(tx, claim.partition());
        });
    }

    /**
     * Looks for what no reading brings about. Only while the node is at the end of the queue:
     * readings that still wait there are no silence.
     *
     * @param lookedAt the rules with which alerts of rules that are off were looked for before
     * @param memory of which everything is stored
     * @return the rules with which they were looked for now
     */
    long sweep(Claim claim, long lookedAt, PatientMemory memory) throws SQLException {
        return database.write(tx -> {
            PartitionTable.waitForNoDisk(tx);
            PartitionTable.hold(tx, claim);
            RuleBook book = rules.current(tx);
            Instant now = Sweeper.now(tx);
            List<Whose> due = Sweeper.due(tx, claim.partition(), now);
            Set<String> others =
                    book.revision() == lookedAt
                            ? Set.of()
                            : Sweeper.withAlertsOfRulesOff(tx, claim.partition(), book);
            if (!due.isEmpty() || !others.isEmpty()) {
                Set<String> patients = new HashSet<>(others);
                due.forEach(whose -> patients.add(whose.patientId()));
                Outcome outcome =
                        Outcome.of(
                                evaluator.look(
                                        book, PatientStates.load(tx, patients), due, others, now));
                // First: if it is not known whether this is stored, they are read again.
                memory.forget(patients);
                Statements first =
                        new Statements()
                                .add("set local synchronous_commit to default", values -> {});
                outcomes.store(tx, first, claim.partition(), outcome);
                meters.swept(outcome);
            }
            return book.revision();
        });
    }

    /** What it means that a demand of the transaction was refused; other failures as they are. */
    private SQLException explained(SQLException failure, Claim claim) throws SQLException {
        if (PartitionTable.REFUSED.equals(failure.getSQLState())) {
            latest.doubt();
            // Whose claim is lost hears it from this.
            database.read(connection -> PartitionTable.place(connection, claim));
            throw new StaleException(claim);
        }
        return failure;
    }

    /**
     * An earlier transaction that seemed to fail did commit, or the rules changed: read the
     * position again, and go on from there.
     */
    static final class StaleException extends RuntimeException {
        StaleException(Claim claim) {
            super(claim + ": its place or its rules are others now", null, false, false);
        }
    }
}
