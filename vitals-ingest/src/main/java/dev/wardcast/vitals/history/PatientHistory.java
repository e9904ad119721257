package dev.wardcast.vitals.history;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is stored, for callers who were allowed to. Blocks. */
@Singleton
public final class PatientHistory {

    private final TransactionOperations<Connection> transactions;
    private final Clock clock;

    PatientHistory(@Named("vitals") TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
        this.clock = Clock.systemUTC();
    }

    /**
     * @param readings newest first
     * @param next where the next page begins; {@code null} on the last one
     */
    public record Page(List<StoredReading> readings, @Nullable HistoryCursor next) {}

    public Page page(HistoryQuery query) {
        List<StoredReading> rows =
                transactions.executeRead(status -> read(status.getConnection(), query));
        boolean more = rows.size() > query.limit();
        List<StoredReading> shown = more ? rows.subList(0, query.limit()) : rows;
        return new Page(List.copyOf(shown), more ? shown.getLast().place() : null);
    }

    /** One more than asked for, if there is one: it tells of another page. */
    private List<StoredReading> read(Connection connection, HistoryQuery query)
            throws SQLException {
        int wanted = query.limit() + 1;
        HistoryCursor before = query.before();
        Instant near = Recent.before(before.takenAt(), clock.instant());
        if (!query.from().isBefore(near)) {
            return ReadingTable.page(connection, query, query.from(), before, wanted);
        }
        List<StoredReading> rows =
                new ArrayList<>(ReadingTable.page(connection, query, near, before, wanted));
        if (rows.size() < wanted) {
            HistoryCursor rest = HistoryCursor.before(near);
            int missing = wanted - rows.size();
            rows.addAll(ReadingTable.page(connection, query, query.from(), rest, missing));
        }
        return rows;
    }

    public Optional<StoredReading> find(ReadingId id) {
        return transactions.executeRead(status -> ReadingTable.one(status.getConnection(), id));
    }
}
