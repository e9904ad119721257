package dev.wardcast.alerts.work;

import dev.wardcast.alerts.work.PartitionTable.Place;
import dev.wardcast.alerts.work.PatientStates.Ahead;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the rules are with a partition, and how far the database knows of it.
 *
 * <p>What somebody waits for (an alert that opens, rises, ends or comes back) is stored at once,
 * with all that came before of the same patient, whose state is ahead of the partition from then
 * on. What only moves windows on is gathered and stored a little later: a node that dies before has
 * raised nothing that another one, which starts from what is stored and passes over what a state
 * knows of already, does not raise again from the same samples.
 *
 * <p>Where something can't be stored, or the rules fail on it, everything since the last storing is
 * taken in again in smaller and smaller steps, each stored at once, until the one sample that is to
 * blame stands alone. It is set aside. For one thread.
 */
final class Advance {

    /**
     * So many samples are not stored together, however fast they come. Fewer would be cheaper to
     * repeat, but of many patients each state would be written for every few samples.
     */
    private static final int MOST_UNSTORED = 60_000;

    /** Nor so many patients, of whom each takes some 4 KB until then. */
    private static final int MOST_UNSTORED_PATIENTS = 8_000;

    private final Claim claim;
    private final PartitionStore store;
    private final BatchEvaluator evaluator;
    private final WorkMeters meters;
    private final int batch;
    private final long gather;
    private final PatientMemory memory;

    private String position = "";
    private Place stored = new Place("", 0);
    private Unstored unstored = new Unstored();
    private long oldest;

    /** Of the rules by which what is unstored was found. */
    private long revision;

    /** How many of the next samples may be to blame for a failure. */
    private int suspects;

    private int step;
    private long sweptRules = -1;

    /**
     * @param batch how many samples to take in at once at most
     * @param gather for how long what nobody waits for may be unstored
     * @param patients how many to remember
     */
    Advance(
            Claim claim,
            PartitionStore store,
            BatchEvaluator evaluator,
            WorkMeters meters,
            int batch,
            Duration gather,
            int patients) {
        this.claim = claim;
        this.store = store;
        this.evaluator = evaluator;
        this.meters = meters;
        this.batch = batch;
        this.gather = gather.toNanos();
        this.memory = new PatientMemory(patients);
        this.step = batch;
    }

    /** Goes on from what is stored and knows nothing else. */
    void begin(Place place) {
        stored = place;
        position = place.position();
        unstored = new Unstored();
        memory.forgetAll();
    }

    /** Behind the last sample that was taken in. */
    String position() {
        return position;
    }

    /** Behind the last sample up to which everything is stored. */
    String stored() {
        return stored.position();
    }

    /** How many samples to read now at most. */
    int next() {
        return suspects > 0 ? Math.min(step, suspects) : batch;
    }

    /** Until something has to be stored; negative if that is overdue. */
    Duration untilDue(Duration ifNothing) {
        return unstored.samples() == 0
                ? ifNothing
                : Duration.ofNanos(gather - (System.nanoTime() - oldest));
    }

    /**
     * Takes in the samples behind the position.
     *
     * @throws SQLException if the database is away: begin again from what is stored
     * @throws Claim.LostException if somebody else works on the partition
     * @throws PartitionStore.StaleException if more is stored than was known, or the rules changed:
     *     begin again
     */
    void take(List<Entry> entries) throws SQLException {
        int before = unstored.samples();
        try {
            if (before == 0) {
                oldest = System.nanoTime();
            }
            List<PatientChanges> awaited = evaluate(entries);
            position = entries.getLast().id();
            if (!awaited.isEmpty()) {
                store(stored.position(), awaited);
            }
            if (suspects > 0
                    || unstored.samples() >= MOST_UNSTORED
                    || unstored.patients() >= MOST_UNSTORED_PATIENTS) {
                store();
            }
        } catch (SQLException | RuntimeException failure) {
            // Half taken in, half stored: what is left of it must not be stored by anybody.
            begin(stored);
            if (!isPoison(failure)) {
                throw failure;
            }
            if (before == 0 && entries.size() == 1) {
                setAside(entries.getFirst(), failure);
            } else {
                stepBack(before + entries.size(), before == 0 ? entries.size() / 2 : batch);
            }
            return;
        }
        meters.seen(entries);
        suspects = Math.max(0, suspects - entries.size());
        step = Math.min(batch, step * 2);
    }

    /** Returns all that is unstored of patients of whom somebody waits for something. */
    private List<PatientChanges> evaluate(List<Entry> entries) throws SQLException {
        Map<String, PatientState> states = new HashMap<>();
        Set<String> unknown = new HashSet<>();
        for (Entry entry : entries) {
            String patient = entry.sample().patientId();
            if (unstored.of(patient) == null && !states.containsKey(patient)) {
                PatientState state = memory.of(patient);
                if (state == null) {
                    unknown.add(patient);
                } else {
                    states.put(patient, state);
                }
            }
        }
        PartitionStore.Known known = store.look(unknown);
        known.states().forEach((patient, found) -> states.put(patient, found.state()));
        if (unstored.samples() > 0 && known.rules().revision() != revision) {
            // What is not stored yet has to be found by the rules that hold now, too.
            throw new PartitionStore.StaleException(claim);
        }
        revision = known.rules().revision();
        List<Entry> uncounted =
                known.states().isEmpty()
                        ? entries
                        : entries.stream().filter(entry -> isUncounted(entry, known)).toList();
        unstored.counted(entries.size());
        evaluator.evaluate(known.rules(), states, unstored, uncounted);
        return unstored.takeAwaited();
    }

    /** A state that was just read may know of samples behind the partition's position. */
    private static boolean isUncounted(Entry entry, PartitionStore.Known known) {
        Ahead found = known.states().get(entry.sample().patientId());
        return found == null || found.isBefore(entry.id());
    }

    /** Stores what has been gathered for long enough; see {@link #take} for what it throws. */
    void storeIfDue() throws SQLException {
        if (unstored.samples() > 0 && System.nanoTime() - oldest >= gather) {
            storeGathered();
        }
    }

    /** Stores what has been gathered. */
    void storeGathered() throws SQLException {
        int samples = unstored.samples();
        try {
            store();
        } catch (SQLException | RuntimeException failure) {
            if (!isPoison(failure)) {
                throw failure;
            }
            stepBack(samples, batch);
        }
    }

    /** Looks for what no sample brings about; only at the end of the queue. */
    void sweep() throws SQLException {
        storeGathered();
        if (suspects == 0) {
            sweptRules = store.sweep(claim, sweptRules, memory);
        }
    }

    private void store() throws SQLException {
        if (unstored.samples() > 0) {
            store(position, unstored.all());
            unstored = new Unstored();
        }
    }

    /**
     * @param to before which everything is stored then
     */
    private void store(String to, Collection<PatientChanges> patients) throws SQLException {
        Outcome outcome = Outcome.of(patients);
        memory.put(store.store(claim, stored.steps(), to, revision, outcome));
        stored = new Place(to, stored.steps() + 1);
        meters.stored(outcome);
    }

    private void setAside(Entry entry, Exception reason) throws SQLException {
        store.setAside(claim, stored.steps(), entry, reason);
        suspects = Math.max(0, suspects - 1);
        begin(new Place(entry.id(), stored.steps() + 1));
    }

    private void stepBack(int toBlame, int nextStep) {
        suspects = Math.max(suspects, toBlame);
        step = Math.max(1, nextStep);
        begin(stored);
    }

    /**
     * Whether the samples are to blame: data that does not fit, or that the rules fail on. Anything
     * else (no connection, a deadlock, a full disk) passes, and nothing may be lost over it.
     */
    private static boolean isPoison(Exception failure) {
        if (failure instanceof Claim.LostException
                || failure instanceof PartitionStore.StaleException) {
            return false;
        }
        if (failure instanceof SQLException sql) {
            String state = sql.getSQLState();
            return state != null && (state.startsWith("22") || state.startsWith("23"));
        }
        return true;
    }
}
