package dev.wardcast.vitals.fleet;

import dev.wardcast.kit.sql.SqlArrays;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code devices}. Rows are always locked in the order of their names, so that two
 * transactions never wait for each other in a circle.
 */
final class DeviceTable {

    private static final String COLUMNS =
            """
            device_type, device_id, patient_id, connected, status, since, heard_at, interval_ms,
                deadline, reported_at, battery_percent, battery_low, lead_off\
            """;

    /** So that there is a row to lock for a device that nobody knew. */
    private static final String ADD =
            """
            insert into vitals.devices (device_type, device_id, patient_id, partition, connected,
                status, since, heard_at, interval_ms, deadline, battery_low, lead_off)
            select t, d, p, ?, false, 'unknown', 'epoch', 'epoch', ?, 'epoch', false, '{}'
            from unnest(?::text[], ?::text[], ?::text[]) as n(t, d, p) order by t, d
            on conflict do nothing\
            """;

    private static final String LOCK =
            "select "
                    + COLUMNS
                    + """
                     from vitals.devices
                    where (device_type, device_id) in (select * from unnest(?::text[], ?::text[]))
                    order by device_type, device_id for update\
                    """;

    /**
     * A row that somebody else has locked is being heard of; if not, it is there next time. After a
     * change of whoever follows the partition silence counts anew: nobody listened in between.
     */
    private static final String LOCK_SILENT =
            "select "
                    + COLUMNS
                    + """
                     from vitals.devices
                    where partition = ? and connected and deadline < ?
                        and ? + (deadline - heard_at) < ?
                    order by device_type, device_id limit ? for update skip locked\
                    """;

    private static final String UPDATE =
            """
            update vitals.devices set patient_id = ?, partition = ?, connected = ?, status = ?,
                since = ?, heard_at = ?, interval_ms = ?, deadline = ?, reported_at = ?,
                signed_off_at = case when ? then coalesce(signed_off_at, clock_timestamp()) end,
                battery_percent = ?, battery_low = ?, lead_off = ?
            where device_type = ? and device_id = ?\
            """;

    private static final String SIGNED_OFF =
            "select device_type, device_id from vitals.devices"
                    + " where partition = ? and signed_off_at > ?";

    private static final String FORGET =
            """
            delete from vitals.devices where (device_type, device_id) in (
                select device_type, device_id from vitals.devices
                where not connected and heard_at < ? limit ? for update skip locked)\
            """;

    private final Connection tx;

    DeviceTable(Connection tx) {
        this.tx = tx;
    }

    /** A device that is heard of, and on whom. */
    record Named(DeviceName name, String patientId) {}

    /** The state of each, in the order of their names; their rows stay locked until the commit. */
    List<DeviceState> lock(int partition, List<Named> devices, Duration unknownInterval)
            throws SQLException {
        try (PreparedStatement add = tx.prepareStatement(ADD)) {
            add.setInt(1, partition);
            add.setLong(2, unknownInterval.toMillis());
            SqlArrays.setTexts(add, 3, devices, device -> device.name().type());
            SqlArrays.setTexts(add, 4, devices, device -> device.name().id());
            SqlArrays.setTexts(add, 5, devices, Named::patientId);
            add.executeUpdate();
        }
        try (PreparedStatement lock = tx.prepareStatement(LOCK)) {
            SqlArrays.setTexts(lock, 1, devices, device -> device.name().type());
            SqlArrays.setTexts(lock, 2, devices, device -> device.name().id());
            return states(lock);
        }
    }

    List<DeviceState> lockSilent(int partition, Instant horizon, Instant followedSince, int most)
            throws SQLException {
        try (PreparedStatement lock = tx.prepareStatement(LOCK_SILENT)) {
            lock.setInt(1, partition);
            lock.setObject(2, utc(horizon));
            lock.setObject(3, utc(followedSince));
            lock.setObject(4, utc(horizon));
            lock.setInt(5, most);
            return states(lock);
        }
    }

    Optional<DeviceState> find(DeviceName name) throws SQLException {
        String sql =
                "select "
                        + COLUMNS
                        + " from vitals.devices where device_type = ? and device_id = ?";
        try (PreparedStatement select = tx.prepareStatement(sql)) {
            select.setString(1, name.type());
            select.setString(2, name.id());
            return states(select).stream().findFirst();
        }
    }

    /** Those of the partition that signed off after that time and were not heard since. */
    List<DeviceName> signedOff(int partition, Instant after) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(SIGNED_OFF)) {
            select.setInt(1, partition);
            select.setObject(2, utc(after));
            List<DeviceName> names = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.add(new DeviceName(row.getString(1), row.getString(2)));
                }
            }
            return names;
        }
    }

    /**
     * @param partitionOf of whoever follows the device from now on
     */
    void update(List<DeviceState> states, ToIntFunction<String> partitionOf) throws SQLException {
        try (PreparedStatement update = tx.prepareStatement(UPDATE)) {
            for (DeviceState state : states) {
                update.setString(1, state.patientId());
                update.setInt(2, partitionOf.applyAsInt(state.patientId()));
                update.setBoolean(3, state.connected());
                update.setString(4, state.status().wireName());
                update.setObject(5, utc(state.since()));
                update.setObject(6, utc(state.heardAt()));
                update.setLong(7, state.interval().toMillis());
                update.setObject(8, utc(state.deadline()));
                update.setObject(9, state.reportedAt() == null ? null : utc(state.reportedAt()));
                update.setBoolean(10, !state.connected());
                update.setObject(11, state.batteryPercent());
                update.setBoolean(12, state.batteryLow());
                update.setArray(
                        13, tx.createArrayOf("text", state.leadOff().toArray(String[]::new)));
                update.setString(14, state.name().type());
                update.setString(15, state.name().id());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    int forget(Instant heardBefore, int most) throws SQLException {
        try (PreparedStatement delete = tx.prepareStatement(FORGET)) {
            delete.setObject(1, utc(heardBefore));
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }

    private static List<DeviceState> states(PreparedStatement select) throws SQLException {
        List<DeviceState> states = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                states.add(state(row));
            }
        }
        return states;
    }

    private static DeviceState state(ResultSet row) throws SQLException {
        Array leads = row.getArray("lead_off");
        return new DeviceState(
                new DeviceName(row.getString("device_type"), row.getString("device_id")),
                row.getString("patient_id"),
                row.getBoolean("connected"),
                DeviceStatus.ofWireName(row.getString("status")).orElseThrow(),
                time(row, "since"),
                time(row, "heard_at"),
                Duration.ofMillis(row.getLong("interval_ms")),
                time(row, "deadline"),
                row.getObject("reported_at") == null ? null : time(row, "reported_at"),
                percent(row),
                row.getBoolean("battery_low"),
                List.of((String[]) leads.getArray()));
    }

    private static @Nullable Integer percent(ResultSet row) throws SQLException {
        int percent = row.getInt("battery_percent");
        return row.wasNull() ? null : percent;
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
