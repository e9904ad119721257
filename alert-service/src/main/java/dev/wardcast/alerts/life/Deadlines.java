package dev.wardcast.alerts.life;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/**
 * When alerts escalate next. Every time is reckoned by the database's clock, so nodes need not
 * agree on theirs.
 *
 * <p>Callers hold the lock of the alert's row, so that a deadline and the state of its alert change
 * together or not at all.
 */
public final class Deadlines {

    private Deadlines() {}

    /** The session of {@code LISTEN} that hears of new deadlines in this schema. */
    public static final String CHANNEL_PREFIX = "escalation_";

    private static final String START =
            """
            insert into escalations (alert_id, policy_id, policy_version, roles, after_seconds,
                started_at, due_at)
            select a.id, p.id, p.version, p.roles, p.after_seconds, now(),
                now() + make_interval(secs => p.after_seconds[1])
            from alerts a cross join lateral (
                select * from escalation_policies p
                where p.tier = a.tier and (p.patient_id is null or p.patient_id = a.patient_id)
                order by p.patient_id nulls last limit 1) p
            where a.id = any (?) and a.condition = 'ACTIVE' and a.response = 'UNACKED'
            on conflict (alert_id) do update set policy_id = excluded.policy_id,
                policy_version = excluded.policy_version, roles = excluded.roles,
                after_seconds = excluded.after_seconds, started_at = excluded.started_at,
                due_at = excluded.due_at, round = escalations.round + 1, step = 0, called = '{}'
            """;

    private static final String WAKE =
            "select pg_notify('" + CHANNEL_PREFIX + "' || current_schema(), '')";

    /**
     * Begins, or begins again, the escalation of those that are active and unanswered, by the
     * policy that holds now for their tier and patient. What it says is copied: whoever edits the
     * policy later changes nothing for these.
     */
    static void start(Connection tx, Collection<String> alertIds) throws SQLException {
        if (alertIds.isEmpty()) {
            return;
        }
        update(tx, START + ";" + WAKE, alertIds);
    }

    /** Nothing more happens by itself for these. */
    static void stop(Connection tx, Collection<String> alertIds) throws SQLException {
        if (!alertIds.isEmpty()) {
            update(
                    tx,
                    "update escalations set due_at = null where alert_id = any (?) and due_at is not null",
                    alertIds);
        }
    }

    /** Moves what is still to come by so many seconds, back where it is negative. */
    static void shift(Connection tx, String alertId, double seconds) throws SQLException {
        try (PreparedStatement update =
                tx.prepareStatement(
                        """
                        update escalations set started_at = started_at + make_interval(secs => ?),
                            due_at = due_at + make_interval(secs => ?)
                        where alert_id = ? and due_at is not null
                        """)) {
            update.setDouble(1, seconds);
            update.setDouble(2, seconds);
            update.setString(3, alertId);
            update.executeUpdate();
        }
        wake(tx);
    }

    private static void update(Connection tx, String sql, Collection<String> alertIds)
            throws SQLException {
        try (PreparedStatement update = tx.prepareStatement(sql)) {
            update.setArray(1, tx.createArrayOf("text", alertIds.toArray()));
            update.execute();
        }
    }

    private static void wake(Connection tx) throws SQLException {
        try (PreparedStatement wake = tx.prepareStatement(WAKE)) {
            wake.execute();
        }
    }
}
