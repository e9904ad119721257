package dev.wardcast.bench.history;

import dev.wardcast.eventlog.vitals.SampleQueue;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Beds whose monitors send five vital signs each minute, for the four full weeks before this one.
 *
 * @param beds how many
 * @param monday when it begins, at 00:00 UTC
 */
record Ward(int beds, LocalDate monday) {

    static final int WEEKS = 4;
    static final int DAYS = WEEKS * 7;
    static final int MINUTES_A_DAY = 1_440;
    static final List<String> TYPES =
            List.of("heart_rate", "blood_pressure", "spo2", "respiratory_rate", "temperature");

    private static final long ROWS_A_BED = (long) DAYS * MINUTES_A_DAY * TYPES.size();

    /** With at least so many readings. */
    static Ward of(long rows) {
        LocalDate thisWeek =
                LocalDate.now(ZoneOffset.UTC)
                        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return new Ward(
                Math.toIntExact(Math.ceilDiv(rows, ROWS_A_BED)), thisWeek.minusWeeks(WEEKS));
    }

    long rows() {
        return beds * ROWS_A_BED;
    }

    static String patient(int bed) {
        return "bench-bed-" + bed;
    }

    List<String> patients() {
        return IntStream.range(0, beds).mapToObj(Ward::patient).toList();
    }

    /** The queue's, of each bed. */
    Integer[] partitions() {
        return patients().stream().map(SampleQueue::partitionOf).toArray(Integer[]::new);
    }

    /** One bed's one day. */
    record BedDay(int bed, LocalDate day) {}

    /** All of them, in the same disorder each time. */
    List<BedDay> shuffled() {
        List<BedDay> all = new ArrayList<>();
        for (int bed = 0; bed < beds; bed++) {
            for (int day = 0; day < DAYS; day++) {
                all.add(new BedDay(bed, monday.plusDays(day)));
            }
        }
        Collections.shuffle(all, new Random(beds));
        return all;
    }
}
