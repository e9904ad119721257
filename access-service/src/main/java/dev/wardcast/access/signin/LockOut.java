package dev.wardcast.access.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.kit.access.Digests;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Locks a name after too many wrong passwords, on all nodes and over restarts, whether there is
 * such a user or not.
 *
 * <p>It is asked after the password was checked, never before: then a locked name costs as much
 * time as any other, and of guesses that come together none gets past the count, because a right
 * one counts only if fewer wrong ones than it takes were counted before it. Rows come no faster
 * than passwords can be checked and go with their window, so there are never many.
 */
@Singleton
class LockOut {

    private final FailureTable table;
    private final SignInSettings settings;

    LockOut(FailureTable table, SignInSettings settings) {
        this.table = table;
        this.settings = settings;
    }

    /**
     * After a right password of an active user.
     *
     * @return how long the name is still locked; empty: come in
     */
    Optional<Duration> afterRightPassword(String name) {
        return table.passed(digest(name)).map(row -> Duration.ofSeconds(row.lockedSeconds()));
    }

    /**
     * After anything else.
     *
     * @return how long the name is still locked; empty if it was not before this time
     */
    Optional<Duration> afterFailure(String name) {
        return table.failed(
                        digest(name),
                        settings.failures(),
                        settings.window().toSeconds(),
                        settings.lock().toSeconds())
                .filter(row -> row.failures() > settings.failures())
                .map(row -> Duration.ofSeconds(row.lockedSeconds()));
    }

    @Scheduled(fixedDelay = "1m", initialDelay = "1m")
    void forgetOld() {
        table.forgetOld(settings.window().toSeconds());
    }

    private static String digest(String name) {
        return Digests.sha256Hex(name.getBytes(UTF_8));
    }
}
