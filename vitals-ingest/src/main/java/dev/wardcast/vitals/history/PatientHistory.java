package dev.wardcast.vitals.history;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is stored, for callers who were allowed to. Blocks. */
@Singleton
public final class PatientHistory {

    private final TransactionOperations<Connection> transactions;

    PatientHistory(@Named("vitals") TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    /**
     * @param readings newest first
     * @param next where the next page begins; {@code null} on the last one
     */
    public record Page(List<StoredReading> readings, @Nullable HistoryCursor next) {}

    public Page page(HistoryQuery query) {
        List<StoredReading> rows =
                transactions.executeRead(
                        status -> HistoryTable.page(status.getConnection(), query));
        boolean more = rows.size() > query.limit();
        List<StoredReading> shown = more ? rows.subList(0, query.limit()) : rows;
        return new Page(List.copyOf(shown), more ? shown.getLast().place() : null);
    }

    public Optional<StoredReading> find(ReadingId id) {
        return transactions.executeRead(status -> HistoryTable.one(status.getConnection(), id));
    }
}
