package dev.wardcast.alerts.work;

import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.vitals.SampleQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What no reading brings about: devices that fell silent, and alerts of rules that were switched
 * off. The database's clock says what time it is.
 */
final class Sweeper {

    /** After nobody listened, devices are given this long to be heard. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final int MOST_AT_ONCE = 500;

    private static final String DUE =
            """
            select patient_id, device_type, device_id from silence_deadlines
            where partition = ? and due_at <= ? order by due_at limit ?
            """;

    private static final String OPEN =
            """
            select distinct patient_id, rule_id from alerts
            where condition = 'ACTIVE' and rule_id in (select rule_id from rule_versions)
            """;

    private static final String PUT_OFF =
            """
            update silence_deadlines set due_at = now() + make_interval(secs => ?)
            where partition = ? and due_at < now() + make_interval(secs => ?)
            """;

    private Sweeper() {}

    /** For a node that begins to listen: it cannot know who could not be heard before. */
    static int putOff(Connection tx, int partition) throws SQLException {
        try (PreparedStatement update = tx.prepareStatement(PUT_OFF)) {
            update.setDouble(1, GRACE.toSeconds());
            update.setInt(2, partition);
            update.setDouble(3, GRACE.toSeconds());
            return update.executeUpdate();
        }
    }

    static Instant now(Connection tx) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement("select now()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** Devices whose time has come. */
    static List<Whose> due(Connection tx, int partition, Instant now) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(DUE)) {
            select.setInt(1, partition);
            select.setObject(2, now.atOffset(ZoneOffset.UTC));
            select.setInt(3, MOST_AT_ONCE);
            try (ResultSet row = select.executeQuery()) {
                List<Whose> due = new ArrayList<>();
                while (row.next()) {
                    due.add(
                            new Whose(
                                    row.getString(1),
                                    new Device(row.getString(2), row.getString(3))));
                }
                return due;
            }
        }
    }

    /** Patients of the partition with an alert of a rule that is off for them. */
    static Set<String> withAlertsOfRulesOff(Connection tx, int partition, RuleBook book)
            throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(OPEN);
                ResultSet row = select.executeQuery()) {
            Set<String> patients = new HashSet<>();
            while (row.next()) {
                String patient = row.getString(1);
                if (SampleQueue.partitionOf(patient) == partition
                        && book.find(patient, row.getString(2)).isEmpty()) {
                    patients.add(patient);
                }
            }
            return patients;
        }
    }
}
