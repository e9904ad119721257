package dev.wardcast.notifications.inbox;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.crypto.TextVault;
import dev.wardcast.kit.sql.SqlArrays;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What users are told, as it is kept: with its text sealed. */
@Singleton
public final class NotificationRecord {

    private static final String ADD =
            """
            insert into notifications (id, room, type, content, created_at, details, sent_by)
            select id, room, type, content, at, details, sent_by
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::jsonb[],
                ?::text[])
                as n(id, room, type, content, at, details, sent_by)
            on conflict (id) do nothing
            """;

    private final TextVault vault;
    private final JsonMapper json;

    NotificationRecord(TextVault vault, JsonMapper json) {
        this.vault = vault;
        this.json = json;
    }

    /**
     * What one user was told.
     *
     * @param id of the event on the user's stream as well
     * @param content plain text
     * @param details what it is about, such as {@code patient_id}; only who may see that patient is
     *     shown it later
     * @param sentBy a user, or the service that did so by itself
     */
    public record Told(
            String id,
            String userId,
            String type,
            String content,
            Instant at,
            Map<String, String> details,
            String sentBy) {}

    /**
     * Keeps them; one that is there already stays as it is.
     *
     * @param tx in the schema of this service, with an open transaction
     */
    public void add(Connection tx, List<Told> told) throws SQLException {
        if (told.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = tx.prepareStatement(ADD)) {
            SqlArrays.setTexts(insert, 1, told, Told::id);
            SqlArrays.setTexts(insert, 2, told, one -> new Room.User(one.userId()).name());
            SqlArrays.setTexts(insert, 3, told, Told::type);
            SqlArrays.setTexts(insert, 4, told, one -> seal(one.id(), one.content()));
            SqlArrays.setTexts(insert, 5, told, one -> one.at().toString());
            SqlArrays.setTexts(insert, 6, told, this::details);
            SqlArrays.setTexts(insert, 7, told, Told::sentBy);
            insert.executeUpdate();
        }
    }

    private String details(Told one) {
        try {
            return json.writeValueAsString(one.details());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String context(String id) {
        return "notification:" + id;
    }

    String seal(String id, String content) {
        return vault.seal(content, context(id));
    }

    /** Also what was written before texts were sealed. */
    String open(String id, String stored) {
        return vault.openOrClear(stored, context(id));
    }
}
