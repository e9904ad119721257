package dev.wardcast.vitals.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of the history: one for each week of the devices' time, named after its Monday.
 * Blocks; transactions are the caller's.
 */
final class Weeks {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final String PREFIX = "samples_";

    private Weeks() {}

    /** The Monday, in UTC, of the week that a time is in. */
    static LocalDate of(Instant time) {
        return time.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** The first moment after it. */
    static Instant endOf(LocalDate monday) {
        return monday.plusWeeks(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Those that have a partition, the oldest first. */
    static List<LocalDate> all(Connection connection) throws SQLException {
        String sql =
                """
                select substr(c.relname, 9) from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'vitals.samples'::regclass and c.relname ~ '^samples_[0-9]{8}$'
                order by 1\
                """;
        List<LocalDate> weeks = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet found = select.executeQuery(sql)) {
            while (found.next()) {
                weeks.add(LocalDate.parse(found.getString(1), NAME));
            }
        }
        return weeks;
    }

    /** Returns whether this call made it; another one may have been first. */
    static boolean make(Connection connection, LocalDate monday) throws SQLException {
        try (PreparedStatement make =
                connection.prepareStatement("select vitals.make_samples_week(?)")) {
            make.setObject(1, monday);
            try (ResultSet made = make.executeQuery()) {
                return made.next() && made.getBoolean(1);
            }
        }
    }

    /**
     * Drops the partition with all its rows, and that instantly: but whoever reads or writes the
     * history has to be done for a moment, so this gives up after two seconds.
     *
     * @return whether it was there
     * @throws SQLException SQLSTATE 55P03 if it had to give up
     */
    static boolean drop(Connection connection, LocalDate monday) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '2s'");
            // The lock of make_samples_week: of several nodes one drops, the others find it gone.
            statement.execute(
                    "select pg_advisory_xact_lock(hashtextextended('wardcast.vitals.samples', 0))");
            if (!all(connection).contains(monday)) {
                return false;
            }
            statement.execute("drop table vitals." + PREFIX + NAME.format(monday));
            return true;
        }
    }
}
