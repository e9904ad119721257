package dev.wardcast.gateway.audit;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.stream.PatientDeliveries;
import dev.wardcast.kit.audit.AuditedPatient;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which patients' events went to which user, by period (a minute). The loops count for themselves
 * and hand over what they counted once a period; here it is added up, on the thread that sends it.
 */
@Singleton
final class DeliveryRollup implements PatientDeliveries {

    /** Pairs of user and patient that wait to be added up. */
    private static final int MOST_LINES = 1_000_000;

    /** A loop that is a little late still gets into the same entry; a later one has its own. */
    private static final long LATE_MILLIS = 2_000;

    /** So that no entry grows beyond what a message should be. */
    private static final int MOST_PATIENTS = 1_000;

    private record Batch(long period, List<Line> lines) {}

    /**
     * One user's period.
     *
     * @param period when it began, in milliseconds since 1970
     */
    record Delivered(long period, String userId, List<AuditedPatient> patients) {}

    private final Clock clock;
    private final long periodMillis;
    private final ConcurrentLinkedQueue<Batch> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    // Belongs to the thread that takes.
    private final Map<Long, Map<String, Map<String, Integer>>> periods = new HashMap<>();

    @Inject
    DeliveryRollup(GatewayConfiguration configuration) {
        this(Clock.systemUTC(), configuration.getDeliveryRollup().toMillis());
    }

    DeliveryRollup(Clock clock, long periodMillis) {
        this.clock = clock;
        this.periodMillis = periodMillis;
    }

    @Override
    public String patientOf(LogEvent event) {
        return event.subject(PatientOf::event);
    }

    @Override
    public String patientOf(String room, byte[] data) {
        return PatientOf.event(room, data);
    }

    @Override
    public long period() {
        long now = clock.millis();
        return now - now % periodMillis;
    }

    @Override
    public void delivered(long period, List<Line> lines) {
        if (waiting.addAndGet(lines.size()) > MOST_LINES) {
            waiting.addAndGet(-lines.size());
            lost.addAndGet(lines.size());
            return;
        }
        told.add(new Batch(period, lines));
    }

    /** What was not added up, because too much of it waited. Then it begins at 0 again. */
    long takeLost() {
        return lost.getAndSet(0);
    }

    /** The periods that are over. */
    List<Delivered> takeFinished() {
        return take(clock.millis() - periodMillis - LATE_MILLIS);
    }

    /** Also the one that is not over. */
    List<Delivered> takeAll() {
        return take(Long.MAX_VALUE);
    }

    /**
     * @param begunBy periods that began by then
     */
    private List<Delivered> take(long begunBy) {
        for (Batch batch = told.poll(); batch != null; batch = told.poll()) {
            waiting.addAndGet(-batch.lines().size());
            Map<String, Map<String, Integer>> users =
                    periods.computeIfAbsent(batch.period(), p -> new HashMap<>());
            for (Line line : batch.lines()) {
                users.computeIfAbsent(line.userId(), u -> new HashMap<>())
                        .merge(line.patientId(), line.events(), Integer::sum);
            }
        }
        List<Delivered> finished = new ArrayList<>();
        for (Iterator<Map.Entry<Long, Map<String, Map<String, Integer>>>> each =
                        periods.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<Long, Map<String, Map<String, Integer>>> period = each.next();
            if (period.getKey() <= begunBy) {
                each.remove();
                period.getValue()
                        .forEach((user, counts) ->
                                finished.addAll(entries(period.getKey(), user, counts)));
            }
        }
        return finished;
    }

    private static List<Delivered> entries(long period, String user, Map<String, Integer> counts) {
        List<AuditedPatient> patients =
                counts.entrySet().stream()
                        .map(count -> new AuditedPatient(count.getKey(), count.getValue()))
                        .sorted(Comparator.comparing(AuditedPatient::patientId))
                        .toList();
        List<Delivered> entries = new ArrayList<>();
        for (int from = 0; from < patients.size(); from += MOST_PATIENTS) {
            int to = Math.min(patients.size(), from + MOST_PATIENTS);
            entries.add(new Delivered(period, user, patients.subList(from, to)));
        }
        return entries;
    }
}
