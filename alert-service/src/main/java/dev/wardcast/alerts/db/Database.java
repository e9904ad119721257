package dev.wardcast.alerts.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Transactions: all of the work, or nothing. Blocks; to be called on virtual threads. */
public final class Database {

    private final DataSource dataSource;

    public Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work<R> {
        R with(Connection tx) throws SQLException;
    }

    /**
     * Does the work in one transaction.
     *
     * @throws SQLException also where it is not known whether the commit happened: the connection
     *     was lost in the middle of it
     */
    public <R> R write(Work<R> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                R result = work.with(connection);
                connection.commit();
                return result;
            } catch (Throwable failure) {
                rollback(connection, failure);
                throw failure;
            }
        }
    }

    /** Does the work with each statement a transaction of its own. */
    public <R> R read(Work<R> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return work.with(connection);
        }
    }

    /**
     * As {@link #read}, in one transaction and with plans for the values at hand: a filter may let
     * everything through or nothing. All other statements keep their plans.
     */
    public <R> R search(Work<R> work) throws SQLException {
        return write(tx -> {
            try (Statement plans = tx.createStatement()) {
                plans.execute("set local plan_cache_mode = force_custom_plan");
            }
            return work.with(tx);
        });
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
