package dev.wardcast.notifications.push;

import dev.wardcast.kit.sql.Statements;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Notes, in the transaction of what happened, whom to tell outside of streams. Whoever has a stream
 * open when it comes to that is not told, and what waits already is not noted twice.
 */
@Singleton
public final class PushQueue {

    private static final String TELL =
            """
            insert into push_queue (user_id, subscription_id, kind, due_at)
            select user_id, id, ?, now() + make_interval(secs => ?)
            from push_subscriptions where user_id = any (?)
            on conflict do nothing
            """;

    /** For whoever can't be reached so; for what can't wait until they look by themselves. */
    private static final String SEND_MESSAGE =
            """
            insert into push_queue (user_id, kind, due_at)
            select u.id, ?, now() + make_interval(secs => ?)
            from unnest(?::text[]) as u(id)
            where not exists (select 1 from push_subscriptions s where s.user_id = u.id)
            on conflict do nothing
            """;

    private final double graceSeconds;

    PushQueue(PushSettings settings) {
        this.graceSeconds = settings.grace().toMillis() / 1000.0;
    }

    /**
     * @param tx in the schema of this service, with an open transaction
     */
    public void tell(Connection tx, Collection<String> userIds, PushKind kind) throws SQLException {
        Statements statements = new Statements();
        tell(statements, userIds, kind);
        statements.run(tx);
    }

    /** As the other one, together with other statements of the transaction. */
    public void tell(Statements tx, Collection<String> userIds, PushKind kind) {
        if (userIds.isEmpty()) {
            return;
        }
        add(tx, TELL, userIds, kind);
        if (kind.urgent()) {
            add(tx, SEND_MESSAGE, userIds, kind);
        }
    }

    private void add(Statements tx, String sql, Collection<String> userIds, PushKind kind) {
        tx.add(
                sql,
                values ->
                        values.set(kind.name())
                                .set(graceSeconds)
                                .texts(userIds.stream().sorted().toList()));
    }
}
