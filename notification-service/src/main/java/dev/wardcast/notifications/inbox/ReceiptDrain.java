package dev.wardcast.notifications.inbox;

import dev.wardcast.kit.receipts.Receipt;
import dev.wardcast.kit.receipts.ReceiptQueue;
import dev.wardcast.kit.receipts.ReceiptQueue.Waiting;
import dev.wardcast.kit.sql.SqlArrays;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;

/**
 * Takes receipts from the queue into the table. They leave the queue only after the commit, and the
 * first delivery stays, so one that is taken twice does no harm. Of several nodes one drains at a
 * time.
 */
@Singleton
final class ReceiptDrain {

    private static final int BATCHES = 20;

    /** Held for one batch; given back by the commit, also by the death of the connection. */
    private static final String CLAIM =
            "select pg_try_advisory_xact_lock(hashtext('receipts:' || current_schema()))";

    private static final String STORE =
            """
            insert into notification_states (user_id, notification_id, delivered_at)
            select user_id, id, now() from unnest(?::text[], ?::text[]) as r(user_id, id)
            on conflict (user_id, notification_id) do update set delivered_at =
                coalesce(notification_states.delivered_at, excluded.delivered_at)
            """;

    private final TransactionOperations<Connection> transactions;
    private final ReceiptQueue queue;

    ReceiptDrain(
            @Named("notifications") TransactionOperations<Connection> transactions,
            ReceiptQueue queue) {
        this.transactions = transactions;
        this.queue = queue;
    }

    /**
     * Takes what waits; blocks.
     *
     * @return whether there may be more
     */
    boolean drain() {
        List<Waiting> taken = queue.oldest(BATCHES).toCompletableFuture().join();
        if (taken.isEmpty()) {
            return false;
        }
        // In one order on every node, so that no two transactions wait for each other in a circle.
        List<Receipt> receipts =
                taken.stream()
                        .flatMap(batch -> batch.receipts().stream())
                        .distinct()
                        .sorted(
                                Comparator.comparing(Receipt::userId)
                                        .thenComparing(Receipt::notificationId))
                        .toList();
        boolean stored =
                transactions.executeWrite(status -> store(status.getConnection(), receipts));
        if (stored) {
            queue.remove(taken).toCompletableFuture().join();
        }
        return stored && taken.size() == BATCHES;
    }

    private static boolean store(Connection tx, List<Receipt> receipts) throws SQLException {
        try (Statement claim = tx.createStatement();
                ResultSet row = claim.executeQuery(CLAIM)) {
            row.next();
            if (!row.getBoolean(1)) {
                return false;
            }
        }
        try (PreparedStatement insert = tx.prepareStatement(STORE)) {
            SqlArrays.setTexts(insert, 1, receipts, Receipt::userId);
            SqlArrays.setTexts(insert, 2, receipts, Receipt::notificationId);
            insert.executeUpdate();
        }
        return true;
    }
}
