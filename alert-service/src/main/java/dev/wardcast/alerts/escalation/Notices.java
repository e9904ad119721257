package dev.wardcast.alerts.escalation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.alerts.life.AlertNotice;
import dev.wardcast.alerts.life.StoredAlert;
import dev.wardcast.kit.access.Role;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/** What a person is told whom a step concerns. */
final class Notices {

    private static final int DIGEST_BYTES = 8;

    private Notices() {}

    /** From the state at this moment. */
    static AlertNotice of(String id, StoredAlert alert, Set<String> roles, Instant now) {
        boolean unattended = roles.equals(Set.of(Role.ADMIN.name()));
        String what =
                "%s alert of %s: %s."
                        .formatted(
                                alert.tier(),
                                alert.patientId(),
                                String.join(", ", alert.reasons()));
        return new AlertNotice(
                id,
                unattended ? "system_notification" : "alert_escalated",
                (unattended ? "Unattended " : "Nobody has answered yet: ") + what,
                alert.alertId(),
                alert.patientId(),
                alert.tier(),
                now.toString());
    }

    /** Follows from what happened; user ids may be long, and ids of events may not. */
    static String id(StoredAlert alert, int round, int step, String userId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(userId.getBytes(UTF_8));
            String hex = HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
            return "%s.c%d.%d.%s".formatted(alert.alertId(), round, step, hex);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
