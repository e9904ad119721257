package dev.wardcast.notifications.push;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queue as its workers see it. A row is taken for a minute; if its worker dies, somebody else
 * takes it then. Blocks.
 */
@Singleton
class PushWork {

    private static final int BATCH = 16;

    private static final String TAKE =
            """
            update push_queue set attempts = attempts + 1, due_at = now() + interval '1 minute'
            where id in (select id from push_queue where due_at <= now()
                         order by due_at limit ? for update skip locked)
            returning id, user_id, subscription_id, kind, attempts
            """;

    private final TransactionOperations<Connection> transactions;

    PushWork(@Named("notifications") TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    /**
     * @param subscriptionId {@code null}: by {@link Messenger}
     * @param attempts this one included
     */
    record Job(
            long id, String userId, @Nullable String subscriptionId, PushKind kind, int attempts) {}

    List<Job> take() {
        return transactions.executeWrite(status -> {
            List<Job> jobs = new ArrayList<>();
            try (PreparedStatement take = status.getConnection().prepareStatement(TAKE)) {
                take.setInt(1, BATCH);
                try (ResultSet row = take.executeQuery()) {
                    while (row.next()) {
                        jobs.add(
                                new Job(
                                        row.getLong("id"),
                                        row.getString("user_id"),
                                        row.getString("subscription_id"),
                                        PushKind.valueOf(row.getString("kind")),
                                        row.getInt("attempts")));
                    }
                }
            }
            return jobs;
        });
    }

    void done(Job job) {
        run("delete from push_queue where id = ?", null, job);
    }

    void again(Job job, Duration after) {
        run(
                "update push_queue set due_at = now() + make_interval(secs => ?) where id = ?",
                after,
                job);
    }

    private void run(String sql, @Nullable Duration after, Job job) {
        transactions.executeWrite(status -> run(status.getConnection(), sql, after, job));
    }

    private static int run(Connection tx, String sql, @Nullable Duration after, Job job)
            throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement(sql)) {
            int at = 1;
            if (after != null) {
                statement.setDouble(at++, after.toMillis() / 1000.0);
            }
            statement.setLong(at, job.id());
            return statement.executeUpdate();
        }
    }
}
