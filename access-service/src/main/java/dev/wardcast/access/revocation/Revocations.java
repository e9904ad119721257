package dev.wardcast.access.revocation;

import dev.wardcast.access.AccessSettings;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Takes tokens their worth before their end. A row here is projected like any other change of
 * access: every service and every open stream knows it within a second of {@code
 * Projector.project()}.
 */
@Singleton
public class Revocations {

    /** For clocks that differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** Longer than any service keeps a key set while it can't fetch a new one. */
    private static final Duration KEYS_ARE_BELIEVED = Duration.ofDays(1);

    private final RevocationTable table;
    private final AccessSettings settings;

    Revocations(RevocationTable table, AccessSettings settings) {
        this.table = table;
        this.settings = settings;
    }

    /**
     * Joins the caller's transaction.
     *
     * @param sessionId {@code sid} of the tokens
     */
    public void endSession(String userId, String sessionId) {
        Duration longest =
                settings.tokenLifetime().compareTo(settings.serviceTokenLifetime()) > 0
                        ? settings.tokenLifetime()
                        : settings.serviceTokenLifetime();
        add(dev.wardcast.kit.access.Revocations.session(userId, sessionId), longest.plus(MARGIN));
    }

    public void withdrawKey(String keyId) {
        add(dev.wardcast.kit.access.Revocations.key(keyId), KEYS_ARE_BELIEVED);
    }

    private void add(String id, Duration memory) {
        table.add(id, memory.toSeconds());
    }

    @Scheduled(fixedDelay = "10m", initialDelay = "1m")
    void forgetOld() {
        table.forgetOld();
    }
}
