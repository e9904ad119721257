package dev.wardcast.access.signin;

import dev.wardcast.access.Secrets;
import dev.wardcast.kit.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Passwords by argon2id with the parameters that OWASP recommends (19 MiB, 2 passes, 1 lane).
 *
 * <p>A check costs memory and a core on purpose, so only a few run at a time; the others wait a
 * little and are then turned away.
 */
@Singleton
public final class Passwords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1_024;
    private static final int PASSES = 2;
    private static final int AT_A_TIME = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Argon2PasswordEncoder encoder =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    private final String nobody = encoder.encode(Secrets.next());
    private final Counter checks;

    Passwords(MeterRegistry meters) {
        checks =
                Counter.builder("wardcast.access.password.checks")
                        .description("Passwords that were compared, at some 20 ms of a core each")
                        .register(meters);
    }

    /** For storing; different each time. */
    public String hash(String password) {
        return inTurn(() -> encoder.encode(password));
    }

    /**
     * @param hash {@code null} if there is no such user, or none who has a password: takes as long
     *     as a wrong password, so that nobody learns by the time which names exist
     */
    public boolean matches(String password, @Nullable String hash) {
        checks.increment();
        boolean right = inTurn(() -> encoder.matches(password, hash == null ? nobody : hash));
        return right && hash != null;
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private static ProblemException busy() {
        return ProblemException.retryLater(
                HttpStatus.SERVICE_UNAVAILABLE,
                "too_many_logins",
                "Too many people sign in at this moment.",
                2);
    }
}
