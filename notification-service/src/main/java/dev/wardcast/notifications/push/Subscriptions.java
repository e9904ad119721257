package dev.wardcast.notifications.push;

import dev.wardcast.kit.crypto.TextVault;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.json.JsonMapper;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/** Subscriptions as rows; of each user the newest few. Blocks; for virtual threads. */
@Singleton
class Subscriptions {

    private static final int MOST_OF_A_USER = 10;

    /** A browser that somebody else signs in to is theirs from then on. */
    private static final String SAVE =
            """
            insert into push_subscriptions (id, user_id, digest, target) values (?, ?, ?, ?)
            """;

    private static final String TRIM =
            """
            delete from push_subscriptions where id in (
                select id from push_subscriptions where user_id = ?
                order by created_at desc, id desc offset ?)
            """;

    private final TransactionOperations<Connection> transactions;
    private final TextVault vault;
    private final JsonMapper json;

    Subscriptions(
            @Named("notifications") TransactionOperations<Connection> transactions,
            TextVault vault,
            JsonMapper json) {
        this.transactions = transactions;
        this.vault = vault;
        this.json = json;
    }

    static String context(String id) {
        return "push:" + id;
    }

    /**
     * Keeps it; what was known of the same address before is forgotten.
     *
     * @return its id
     */
    String save(String userId, PushTarget target) {
        String id = TimeOrderedIds.next();
        String digest = digest(target.endpoint());
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            run(tx, "delete from push_subscriptions where digest = ?", digest);
            try (PreparedStatement insert = tx.prepareStatement(SAVE)) {
                insert.setString(1, id);
                insert.setString(2, userId);
                insert.setString(3, digest);
                insert.setString(4, vault.seal(json.writeValueAsString(target), context(id)));
                insert.executeUpdate();
            }
            try (PreparedStatement trim = tx.prepareStatement(TRIM)) {
                trim.setString(1, userId);
                trim.setInt(2, MOST_OF_A_USER);
                trim.executeUpdate();
            }
            return id;
        });
    }

    /**
     * @return whether the user had it
     */
    boolean remove(String userId, String id) {
        return transactions.executeWrite(status -> {
            try (PreparedStatement delete =
                    status.getConnection()
                            .prepareStatement(
                                    "delete from push_subscriptions where id = ? and user_id = ?")) {
                delete.setString(1, id);
                delete.setString(2, userId);
                return delete.executeUpdate() == 1;
            }
        });
    }

    /** The push service says that it is gone. */
    void forget(String id) {
        transactions.executeWrite(status ->
                run(status.getConnection(), "delete from push_subscriptions where id = ?", id));
    }

    Optional<PushTarget> target(String id) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select =
                    status.getConnection()
                            .prepareStatement(
                                    "select target from push_subscriptions where id = ?")) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(open(id, row.getString(1))) : Optional.empty();
                }
            }
        });
    }

    private PushTarget open(String id, String sealed) {
        try {
            return Objects.requireNonNull(
                    json.readValue(vault.open(sealed, context(id)), PushTarget.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(Connection tx, String sql, String value) throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement(sql)) {
            statement.setString(1, value);
            return statement.executeUpdate();
        }
    }

    private static String digest(String endpoint) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(endpoint.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
