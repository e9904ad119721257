package dev.wardcast.kit.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to PostgreSQL together, in their order and in one round trip, however many
 * they are. For those that only change something, or fail: what they find is not read. For one
 * thread, and to be run once.
 */
public final class Statements {

    private final List<String> texts = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();

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
        texts.add(sql);
        bindings.add(binding);
        return this;
    }

    /**
     * Runs them in the transaction that is open, or begins with them.
     *
     * @throws SQLException the first failure; the transaction can only be rolled back then
     */
    public void run(Connection tx) throws SQLException {
        if (!texts.isEmpty()) {
            run(tx, String.join(";", texts));
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
        if (!texts.isEmpty()) {
            run(tx, String.join(";", texts) + ";commit");
        }
        // After a commit that was sent along nothing is open any more, and this sends nothing.
        tx.commit();
    }

    private void run(Connection tx, String sql) throws SQLException {
        if (tx.getAutoCommit()) {
            throw new IllegalStateException("connection (expected: not in auto-commit mode)");
        }
        try (PreparedStatement statement = tx.prepareStatement(sql)) {
            Values values = new Values(statement);
            for (Binding binding : bindings) {
                binding.bind(values);
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
