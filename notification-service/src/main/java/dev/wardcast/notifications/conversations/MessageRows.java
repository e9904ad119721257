package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.crypto.TextVault;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Messages as they stand in the table, with their text opened. */
@Singleton
class MessageRows {

    /** Of {@code messages m}. */
    static final String COLUMNS =
            "m.id, m.conversation_id, m.sequence, m.sender, m.text, m.sent_at, m.edited_at, m.deleted_at";

    private final TextVault vault;

    MessageRows(TextVault vault) {
        this.vault = vault;
    }

    /** What the text of a message is sealed with. */
    static String context(String messageId) {
        return "message:" + messageId;
    }

    /** Of a row that begins with {@link #COLUMNS}. */
    Message read(ResultSet row) throws SQLException {
        String id = row.getString(1);
        String sealed = row.getString(5);
        return new Message(
                id,
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                sealed == null ? null : vault.open(sealed, context(id)),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                instant(row.getObject(7, OffsetDateTime.class)),
                instant(row.getObject(8, OffsetDateTime.class)));
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
