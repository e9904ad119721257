package dev.wardcast.vitals.history;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sums a patient's readings up, for callers who were allowed to see them. Goes back in time window
 * by window, from one that has readings to the next, so that a page costs what is on it and neither
 * the patient's whole history nor the time in which nothing was measured. Blocks.
 */
@Singleton
final class PatientSummaries {

    /** One window; what a page reads in vain is bounded by it. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    /** A page that has cost so much ends early, with a cursor. */
    private static final long MOST_READINGS = 500_000;

    private static final int MOST_WINDOWS = 64;

    private final TransactionOperations<Connection> transactions;
    private final Clock clock = Clock.systemUTC();

    PatientSummaries(@Named("vitals") TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    /**
     * @param summaries newest first; can be fewer than asked for although there are more
     * @param next where the next page begins; {@code null} on the last one
     */
    record Page(List<Summary> summaries, @Nullable SummaryCursor next) {}

    Page page(SummaryQuery query) {
        return transactions.executeRead(status -> read(status.getConnection(), query));
    }

    private Page read(Connection connection, SummaryQuery query) throws SQLException {
        List<Summary> found = new ArrayList<>();
        Instant end = query.end();
        long readings = 0;
        for (int windows = 0; !isEnough(found, query, readings, windows); windows++) {
            Optional<Instant> newest = newest(connection, query, end);
            if (newest.isEmpty()) {
                return new Page(List.copyOf(found), null);
            }
            Instant start = startOfWindow(query, newest.get());
            for (Summary summary : SummaryTable.of(connection, query, start, end)) {
                readings += summary.count();
                if (!query.isBehind(summary)) {
                    found.add(summary);
                }
            }
            end = start;
        }
        List<Summary> shown = List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
        Summary last = shown.getLast();
        return new Page(
                shown,
                new SummaryCursor(query.resolution(), query.to(), last.bucket(), last.type()));
    }

    /** One more than asked for tells of another page. Without any there would be no cursor. */
    private static boolean isEnough(
            List<Summary> found, SummaryQuery query, long readings, int windows) {
        return found.size() > query.limit()
                || !found.isEmpty() && (readings >= MOST_READINGS || windows >= MOST_WINDOWS);
    }

    private Optional<Instant> newest(Connection connection, SummaryQuery query, Instant end)
            throws SQLException {
        Instant near = Recent.before(end, clock.instant());
        if (!query.from().isBefore(near)) {
            return SummaryTable.newest(connection, query, query.from(), end);
        }
        Optional<Instant> recent = SummaryTable.newest(connection, query, near, end);
        return recent.isPresent()
                ? recent
                : SummaryTable.newest(connection, query, query.from(), near);
    }

    /** Always at the beginning of a bucket, if not of all that was asked for. */
    private static Instant startOfWindow(SummaryQuery query, Instant newest) {
        Duration bucket = query.resolution().length();
        long most = LONGEST_WINDOW.dividedBy(bucket);
        Duration back = bucket.multipliedBy(Math.min(query.limit(), most) - 1);
        Instant start = query.resolution().bucketOf(newest).minus(back);
        return start.isAfter(query.from()) ? start : query.from();
    }
}
