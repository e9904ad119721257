package dev.wardcast.notifications.push;

import com.interaso.webpush.VapidKeys;
import com.interaso.webpush.WebPush;
import dev.wardcast.kit.crypto.TextVault;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The key pair by which push services know us (VAPID, RFC 8292): one for the installation, made by
 * whichever node needs it first, and never changed, because every subscription is bound to it.
 * Blocks.
 */
@Singleton
class Vapid {

    static final String CONTEXT = "push-key:vapid";

    private final TransactionOperations<Connection> transactions;
    private final TextVault vault;
    private final PushSettings settings;
    private volatile @Nullable WebPush ready;

    Vapid(
            @Named("notifications") TransactionOperations<Connection> transactions,
            TextVault vault,
            PushSettings settings) {
        this.transactions = transactions;
        this.vault = vault;
        this.settings = settings;
    }

    /** What a browser subscribes with, in base64url. */
    String publicKey() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(push().getVapidKeys().getApplicationServerKey());
    }

    WebPush push() {
        WebPush known = ready;
        if (known == null) {
            known = new WebPush(settings.subject(), keys());
            ready = known;
        }
        return known;
    }

    private VapidKeys keys() {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            VapidKeys fresh = VapidKeys.generate();
            try (PreparedStatement insert =
                    tx.prepareStatement(
                            "insert into push_keys (public_key, private_key) values (?, ?)"
                                    + " on conflict do nothing")) {
                insert.setString(1, fresh.getX509PublicKey());
                insert.setString(2, vault.seal(fresh.getPkcs8PrivateKey(), CONTEXT));
                insert.executeUpdate();
            }
            return read(tx);
        });
    }

    private VapidKeys read(Connection tx) throws SQLException {
        try (PreparedStatement select =
                        tx.prepareStatement("select public_key, private_key from push_keys");
                ResultSet row = select.executeQuery()) {
            row.next();
            return VapidKeys.create(row.getString(1), vault.open(row.getString(2), CONTEXT));
        }
    }
}
