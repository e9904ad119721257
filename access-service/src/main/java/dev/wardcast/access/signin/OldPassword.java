package dev.wardcast.access.signin;

import dev.wardcast.access.acts.Acts;
import dev.wardcast.access.people.UserRow;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks somebody who is signed in for their password. Whoever has nothing but a token may guess here
 * no more often than at a sign-in: the two count together.
 */
@Singleton
public final class OldPassword {

    private final Passwords passwords;
    private final LockOut lockOut;
    private final Acts acts;

    OldPassword(Passwords passwords, LockOut lockOut, Acts acts) {
        this.passwords = passwords;
        this.lockOut = lockOut;
        this.acts = acts;
    }

    /**
     * @throws ProblemException 403 if it is another one; 429 while the name is locked, for the
     *     right one too
     */
    public void require(UserRow user, String password, Actor by) {
        boolean right =
                Passwords.isText(password) && passwords.matches(password, user.passwordHash());
        Optional<Duration> locked =
                right
                        ? lockOut.afterRightPassword(user.username())
                        : lockOut.afterFailure(user.username());
        if (right && locked.isEmpty()) {
            return;
        }
        acts.alone(
                AuditEntry.of(
                                by,
                                locked.isPresent()
                                        ? AuditAction.LOCKED_OUT
                                        : AuditAction.SIGN_IN_REFUSED)
                        .on("user", user.id())
                        .refused(locked.isPresent() ? "locked" : "wrong_old_password"));
        if (locked.isPresent()) {
            throw tooMany(locked.get());
        }
        throw wrong();
    }

    public static ProblemException wrong() {
        return ProblemException.forbidden("wrong_password", "The old password is another one.");
    }

    static ProblemException tooMany(Duration pause) {
        return ProblemException.retryLater(
                HttpStatus.TOO_MANY_REQUESTS,
                "too_many_attempts",
                "Too many failed sign-ins; wait before the next one.",
                (int) pause.plusMillis(999).toSeconds());
    }
}
