package dev.wardcast.alerts.work;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.kit.sql.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who works on which partition, and how far. The database's clock decides what has expired. */
final class PartitionTable {

    /** SQLSTATE of a transaction that demanded something that does not hold. */
    static final String REFUSED = "WC001";

    private static final String STEP =
            """
            with moved as (
                update partitions set position = ?, steps = steps + 1
                where partition = ? and owner = ? and fence = ? and steps = ?
                returning 1)
            select demand(exists (select from moved), 'claim and steps')
            """;

    private final Database database;
    private final Duration lease;

    PartitionTable(Database database, Duration lease) {
        this.database = database;
        this.lease = lease;
    }

    void prepare(int partitions) throws SQLException {
        run(
                "insert into partitions (partition) select generate_series(0, ? - 1)"
                        + " on conflict do nothing",
                partitions);
    }

    /**
     * Says that the node is alive.
     *
     * @return how many are
     */
    int beat(String node) throws SQLException {
        run(
                "insert into nodes (id, seen_at) values (?, now())"
                        + " on conflict (id) do update set seen_at = excluded.seen_at",
                node);
        run("delete from nodes where seen_at < now() - interval '1 hour'");
        return database.read(connection -> {
            try (PreparedStatement count =
                    connection.prepareStatement(
                            "select count(*) from nodes"
                                    + " where seen_at > now() - make_interval(secs => ?)")) {
                count.setDouble(1, seconds());
                try (ResultSet row = count.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    void leave(String node) throws SQLException {
        run("delete from nodes where id = ?", node);
    }

    /**
     * Prolongs what the node holds, and says what that is. Workers wait for these rows meanwhile,
     * so this waits for no disk: what a crash of the database takes back ends a lease early.
     */
    Set<Claim> renew(String node) throws SQLException {
        return database.write(tx -> {
            waitForNoDisk(tx);
            return claims(
                    tx,
                    node,
                    """
                    update partitions set lease_until = now() + make_interval(secs => ?)
                    where owner = ? returning partition, fence
                    """,
                    update -> {
                        update.setDouble(1, seconds());
                        update.setString(2, node);
                    });
        });
    }

    /** For a transaction that nothing is lost with when a crash takes it back. */
    static void waitForNoDisk(Connection tx) throws SQLException {
        try (Statement statement = tx.createStatement()) {
            statement.execute("set local synchronous_commit = off");
        }
    }

    /**
     * Takes partitions that nobody holds. One that is locked at the moment is left alone: its
     * holder's transaction is still under way.
     */
    Set<Claim> claim(String node, int atMost) throws SQLException {
        if (atMost <= 0) {
            return Set.of();
        }
        return database.read(connection ->
                claims(
                        connection,
                        node,
                        """
                        update partitions set owner = ?, fence = fence + 1,
                            lease_until = now() + make_interval(secs => ?)
                        where partition in (
                            select partition from partitions where owner is null or lease_until < now()
                            order by partition for update skip locked limit ?)
                        returning partition, fence
                        """,
                        update -> {
                            update.setString(1, node);
                            update.setDouble(2, seconds());
                            update.setInt(3, atMost);
                        }));
    }

    void release(Claim claim) throws SQLException {
        run(
                "update partitions set owner = null where partition = ? and owner = ? and fence = ?",
                claim.partition(),
                claim.owner(),
                claim.fence());
    }

    /**
     * How far the rules are with a partition.
     *
     * @param position behind the last sample of which everything is stored, of whichever patient
     * @param steps counts what was stored
     */
    record Place(String position, long steps) {}

    /**
     * @throws Claim.LostException if the claim holds no longer
     */
    Place place(Claim claim) throws SQLException {
        return database.read(connection -> place(connection, claim));
    }

    static Place place(Connection connection, Claim claim) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select position, steps from partitions"
                                + " where partition = ? and owner = ? and fence = ?")) {
            select.setInt(1, claim.partition());
            select.setString(2, claim.owner());
            select.setLong(3, claim.fence());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new Claim.LostException(claim);
                }
                return new Place(row.getString(1), row.getLong(2));
            }
        }
    }

    /**
     * Makes sure, as the first statement of a transaction that moves nothing on, that nobody can
     * take the partition over in the middle.
     *
     * @throws Claim.LostException if the claim holds no longer
     */
    static void hold(Connection tx, Claim claim) throws SQLException {
        try (PreparedStatement lock =
                tx.prepareStatement(
                        """
                        select 1 from partitions
                        where partition = ? and owner = ? and fence = ? for update
                        """)) {
            lock.setInt(1, claim.partition());
            lock.setString(2, claim.owner());
            lock.setLong(3, claim.fence());
            try (ResultSet row = lock.executeQuery()) {
                if (!row.next()) {
                    throw new Claim.LostException(claim);
                }
            }
        }
    }

    /**
     * Takes a step, as the first statement of the transaction: the row stays locked until its end,
     * so nobody can take the partition over in the middle. Where the claim holds no longer, or
     * something else was stored (perhaps by an earlier transaction that seemed to fail), the
     * transaction fails with {@link #REFUSED}.
     *
     * @param steps that were taken before
     * @param to the position from now on
     */
    static void step(Statements tx, Claim claim, long steps, String to) {
        tx.add(
                STEP,
                values ->
                        values.set(to)
                                .set(claim.partition())
                                .set(claim.owner())
                                .set(claim.fence())
                                .set(steps));
    }

    /** Who holds what now. */
    Map<Integer, String> owners() throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement(
                                    "select partition, owner from partitions"
                                            + " where owner is not null and lease_until >= now()");
                    ResultSet row = select.executeQuery()) {
                Map<Integer, String> owners = new HashMap<>();
                while (row.next()) {
                    owners.put(row.getInt(1), row.getString(2));
                }
                return owners;
            }
        });
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private static Set<Claim> claims(
            Connection connection, String node, String sql, Binding binding) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            binding.bind(update);
            try (ResultSet row = update.executeQuery()) {
                Set<Claim> claims = new HashSet<>();
                while (row.next()) {
                    claims.add(new Claim(row.getInt(1), node, row.getLong(2)));
                }
                return claims;
            }
        }
    }

    private void run(String sql, Object... values) throws SQLException {
        database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        });
    }

    private double seconds() {
        return lease.toMillis() / 1000.0;
    }
}
