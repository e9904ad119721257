package dev.wardcast.alerts.work;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what a batch of samples brought about: states, alerts, events and the position behind the
 * batch, in one transaction. So each sample counts exactly once, whatever dies when.
 */
final class Batches {

    private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

    private final Database database;
    private final RuleTable rules;
    private final BatchEvaluator evaluator;
    private final Outcomes outcomes;
    private final Quarantine quarantine;
    private final WorkMeters meters;

    Batches(
            Database database,
            RuleTable rules,
            BatchEvaluator evaluator,
            Outcomes outcomes,
            Quarantine quarantine,
            WorkMeters meters) {
        this.database = database;
        this.rules = rules;
        this.evaluator = evaluator;
        this.outcomes = outcomes;
        this.quarantine = quarantine;
        this.meters = meters;
    }

    /**
     * @param position behind the last sample that was taken in
     * @param durable whether this outlives the death of the database's machine, and with it all
     *     that was taken in before
     */
    record Applied(String position, boolean durable) {}

    /**
     * Takes a batch in. Where one of its samples makes it fail, the batch is halved until that
     * sample stands alone; it is set aside and the others are taken in.
     *
     * @param from the position before the batch
     * @param mayRelax a batch that raised nothing need not wait for the disk: if the server's
     *     machine dies within the next moments, position and states fall back together
     * @throws SQLException if the database is away; part of the batch may be stored, and the
     *     position in the database tells how much
     * @throws Claim.LostException if somebody else works on the partition
     */
    Applied apply(Claim claim, String from, List<Entry> entries, boolean mayRelax)
            throws SQLException {
        try {
            return store(claim, from, entries, mayRelax);
        } catch (SQLException | RuntimeException failure) {
            if (!isPoison(failure)) {
                throw failure;
            }
            if (entries.size() == 1) {
                return setAside(claim, from, entries.getFirst(), failure);
            }
            int half = entries.size() / 2;
            Applied first = apply(claim, from, entries.subList(0, half), mayRelax);
            return apply(claim, first.position(), entries.subList(half, entries.size()), mayRelax);
        }
    }

    private Applied store(Claim claim, String from, List<Entry> entries, boolean mayRelax)
            throws SQLException {
        String to = entries.getLast().id();
        List<Sample> samples = entries.stream().map(Entry::sample).toList();
        Set<String> patients =
                samples.stream().map(Sample::patientId).collect(Collectors.toUnmodifiableSet());
        Outcome outcome =
                database.write(tx -> {
                    move(tx, claim, from, to);
                    RuleBook book = rules.current(tx);
                    Outcome result =
                            evaluator.evaluate(book, PatientStates.load(tx, patients), samples);
                    outcomes.store(tx, claim.partition(), result);
                    if (mayRelax && result.isQuiet()) {
                        relax(tx);
                    }
                    return result;
                });
        meters.stored(samples, outcome);
        return new Applied(to, !(mayRelax && outcome.isQuiet()));
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
     * @return the rules with which they were looked for now
     */
    long sweep(Claim claim, long lookedAt) throws SQLException {
        return database.write(tx -> {
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
                        evaluator.look(book, PatientStates.load(tx, patients), due, others, now);
                outcomes.store(tx, claim.partition(), outcome);
                meters.swept(outcome);
            }
            return book.revision();
        });
    }

    private static void relax(Connection tx) throws SQLException {
        try (Statement statement = tx.createStatement()) {
            statement.execute("set local synchronous_commit to off");
        }
    }

    private Applied setAside(Claim claim, String from, Entry entry, Exception reason)
            throws SQLException {
        database.write(tx -> {
            move(tx, claim, from, entry.id());
            quarantine.add(tx, claim.partition(), entry, reason);
            return entry.id();
        });
        meters.setAside();
        LOG.error(
                "partition {}: entry {} is set aside: {}",
                claim.partition(),
                entry.id(),
                reason.getClass().getName());
        return new Applied(entry.id(), true);
    }

    private static void move(Connection tx, Claim claim, String from, String to)
            throws SQLException {
        if (!PartitionTable.move(tx, claim, from, to)) {
            throw new StaleException(claim, from);
        }
    }

    /**
     * Whether the samples are to blame: data that does not fit, or that the rules fail on. Anything
     * else (no connection, a deadlock, a full disk) passes, and nothing may be lost over it.
     */
    private static boolean isPoison(Exception failure) {
        if (failure instanceof Claim.LostException || failure instanceof StaleException) {
            return false;
        }
        if (failure instanceof SQLException sql) {
            String state = sql.getSQLState();
            return state != null && (state.startsWith("22") || state.startsWith("23"));
        }
        return true;
    }

    /** An earlier transaction that seemed to fail did commit: read the position again. */
    static final class StaleException extends RuntimeException {
        StaleException(Claim claim, String from) {
            super(claim + " is no longer at " + from, null, false, false);
        }
    }
}
