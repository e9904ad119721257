package dev.wardcast.alerts.life;

import dev.wardcast.kit.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * When alerts escalate next. Every time is reckoned by the database's clock, so nodes need not
 * agree on theirs.
 *
 * <p>Callers hold the lock of the alert's row, so that a deadline and the state of its alert change
 * together or not at all.
 */
public final class Deadlines {

    /**
     * The channels of {@code NOTIFY} that tell of new deadlines, one for each schema: when the
     * first of them is, in milliseconds since 1970.
     */
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

    private static final String SHIFT =
            """
            update escalations set started_at = started_at + make_interval(secs => ?),
                due_at = due_at + make_interval(secs => ?)
            where alert_id = ? and due_at is not null
            """;

    private static final String STOP =
            """
            update escalations set due_at = null where alert_id = any (?) and due_at is not null
            """;

    private static final String WAKE =
            """
            select pg_notify('%s' || current_schema(),
                floor(extract(epoch from min(due_at)) * 1000)::bigint::text)
            from escalations where alert_id = any (?) having min(due_at) is not null
            """
                    .formatted(CHANNEL_PREFIX);

    private Deadlines() {}

    /**
     * Begins, or begins again, the escalation of those that are active and unanswered, by the
     * policy that holds now for their tier and patient. What it says is copied: whoever edits the
     * policy later changes nothing for these.
     */
    static void start(Connection tx, Collection<String> alertIds) throws SQLException {
        Statements statements = new Statements();
        start(statements, alertIds);
        statements.run(tx);
    }

    static void start(Statements tx, Collection<String> alertIds) {
        if (!alertIds.isEmpty()) {
            tx.add(START, values -> values.texts(alertIds));
            tx.afterwards(WAKE, values -> values.texts(alertIds));
        }
    }

    /** Nothing more happens by itself for these. */
    static void stop(Connection tx, Collection<String> alertIds) throws SQLException {
        Statements statements = new Statements();
        stop(statements, alertIds);
        statements.run(tx);
    }

    static void stop(Statements tx, Collection<String> alertIds) {
        if (!alertIds.isEmpty()) {
            tx.add(STOP, values -> values.texts(alertIds));
        }
    }

    /** Moves what is still to come by so many seconds, back where it is negative. */
    static void shift(Connection tx, String alertId, double seconds) throws SQLException {
        new Statements()
                .add(SHIFT, values -> values.set(seconds).set(seconds).set(alertId))
                .afterwards(WAKE, values -> values.texts(List.of(alertId)))
                .run(tx);
    }
}
