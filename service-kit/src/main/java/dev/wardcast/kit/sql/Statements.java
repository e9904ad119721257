package dev.wardcast.kit.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statements that go to PostgreSQL together, in their order and in one round trip, however many
 * they are. For those that only change something, or fail: what they find is not read. For one
 * thread, and to be run once.
 */
public final class Statements {

    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

    private final List<Part> parts = new ArrayList<>();
    private final List<Part> afterwards = new ArrayList<>();

    private record Part(String sql, Binding binding) {}

    /** Gives a statement its values. */
    @FunctionalInterface
    public interface Binding {
        void bind(Values values) throws SQLException;
    }

    /**
     * Adds a statement behind those that are there.
     *
     * @param sql one statement or several, with {@code ?} for values
     * @param binding sets as many values as there are places for them, in their order
     */
    public Statements add(String sql, Binding binding) {
        parts.add(new Part(sql, binding));
        return this;
    }

    /**
     * Adds a statement for when the others are committed, such as a {@code NOTIFY} of what can be
     * found without it: transactions that notify commit one after the other, each with its own wait
     * for the disk. Nothing waits for the disk for its sake, and a crash or a lost connection may
     * come before it. Where somebody else commits ({@link #run}) it is one of the others.
     */
    public Statements afterwards(String sql, Binding binding) {
        afterwards.add(new Part(sql, binding));
        return this;
    }

    /**
     * Runs them in the transaction that is open, or begins with them.
     *
     * @throws SQLException the first failure; the transaction can only be rolled back then
     */
    public void run(Connection tx) throws SQLException {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(afterwards);
        if (!all.isEmpty()) {
            run(tx, text(all), all);
        }
    }

    /**
     * Runs them and commits, all in the one round trip. It ends the transaction that is open on the
     * connection, whoever began it.
     *
     * @throws SQLException as {@link #run}; also where it is not known whether the commit happened:
     *     the connection was lost in the middle of it
     */
    public void commit(Connection tx) throws SQLException {
        if (!parts.isEmpty()) {
            run(tx, text(parts) + ";commit", parts);
        }
        // After a commit that was sent along nothing is open any more, and this sends nothing.
        tx.commit();
        if (!afterwards.isEmpty()) {
            runAfterwards(tx);
        }
    }

    private void runAfterwards(Connection tx) {
        try {
            run(
                    tx,
                    "set local synchronous_commit = off;" + text(afterwards) + ";commit",
                    afterwards);
            tx.commit();
        } catch (SQLException e) {
            // What counts is committed, and must not seem to have failed.
            LOG.warn("after a commit: {}", e.getMessage());
            try {
                tx.rollback();
            } catch (SQLException gone) {
                LOG.debug("after a commit: no connection", gone);
            }
        }
    }

    private static String text(List<Part> parts) {
        return parts.stream().map(Part::sql).collect(Collectors.joining(";"));
    }

    private static void run(Connection tx, String sql, List<Part> parts) throws SQLException {
        if (tx.getAutoCommit()) {
            throw new IllegalStateException("connection (expected: not in auto-commit mode)");
        }
        try (PreparedStatement statement = tx.prepareStatement(sql)) {
            Values values = new Values(statement);
            for (Part part : parts) {
                part.binding().bind(values);
            }
            statement.execute();
        }
    }

    /** The places for values of the statements, one after the other. */
    public static final class Values {
        private final PreparedStatement statement;
        private int place;

        private Values(PreparedStatement statement) {
            this.statement = statement;
        }

        /** Texts, numbers, booleans and times with an offset. */
        public Values set(@Nullable Object value) throws SQLException {
            statement.setObject(++place, value);
            return this;
        }

        public Values texts(Collection<String> values) throws SQLException {
            return array("text", values.toArray(String[]::new));
        }

        /** One column of rows that travel as arrays. */
        public <T> Values texts(List<T> rows, Function<T, @Nullable String> column)
                throws SQLException {
            SqlArrays.setTexts(statement, ++place, rows, column);
            return this;
        }

        /**
         * @param type of PostgreSQL, for instance {@code bytea}
         */
        public Values array(String type, Object[] values) throws SQLException {
            statement.setArray(++place, statement.getConnection().createArrayOf(type, values));
            return this;
        }
    }
}
