package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.crypto.TextVault;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What messages were before they were edited or deleted. Blocks; for virtual threads. */
@Singleton
class Trace {

    private static final String OF_MESSAGE =
            """
            select id, kind, changed_by, changed_at, former_text from message_changes
            where message_id = ? order by changed_at, id
            """;

    private final TransactionOperations<Connection> transactions;
    private final TextVault vault;

    Trace(@Named("notifications") TransactionOperations<Connection> transactions, TextVault vault) {
        this.transactions = transactions;
        this.vault = vault;
    }

    /**
     * A change of a message.
     *
     * @param kind {@code edited} or {@code deleted}
     * @param formerText what it was before
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Change(String kind, String changedBy, Instant changedAt, String formerText) {}

    /** In their order. */
    List<Change> of(String messageId) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(OF_MESSAGE)) {
                select.setString(1, messageId);
                List<Change> found = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(
                                new Change(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getObject(4, OffsetDateTime.class).toInstant(),
                                        vault.open(
                                                row.getString(5),
                                                Messages.contextOfChange(row.getString(1)))));
                    }
                }
                return found;
            }
        });
    }
}
