package dev.wardcast.access.signin;

import dev.wardcast.access.acts.Acts;
import dev.wardcast.access.people.UserRow;
import dev.wardcast.access.people.Users;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. Whatever the reason, a refusal takes the same steps and says the same: an
 * unknown name, a wrong password, a suspended user and a locked name are not to be told apart, by
 * the answer or by the time.
 */
@Singleton
class SignIn {

    /** What became of an attempt. */
    sealed interface Outcome {
        record In(Session session) implements Outcome {}

        record Refused() implements Outcome {}

        /** The name is locked, or the address has to wait. */
        record Later(Duration pause) implements Outcome {}
    }

    private final Users users;
    private final Passwords passwords;
    private final LockOut lockOut;
    private final AddressLimit addresses;
    private final Sessions sessions;
    private final Acts acts;

    SignIn(
            Users users,
            Passwords passwords,
            LockOut lockOut,
            AddressLimit addresses,
            Sessions sessions,
            Acts acts) {
        this.users = users;
        this.passwords = passwords;
        this.lockOut = lockOut;
        this.addresses = addresses;
        this.sessions = sessions;
        this.acts = acts;
    }

    Outcome login(String username, String password, Actor actor) {
        Optional<Duration> wait = addresses.wait(actor.address());
        if (wait.isPresent()) {
            return new Outcome.Later(wait.get());
        }
        // Looked up only if it can be a name; the rest of the work is the same, and so is the time.
        Optional<UserRow> user =
                canBeAName(username) ? users.findByName(username) : Optional.empty();
        @Nullable String hash =
                user.map(UserRow::passwordHash).filter(h -> !h.isEmpty()).orElse(null);
        boolean right =
                Passwords.isText(password)
                        ? passwords.matches(password, hash)
                        : passwords.matches("", null);
        Optional<UserRow> admitted = user.filter(u -> right && u.active());
        Optional<Duration> locked =
                admitted.isPresent()
                        ? lockOut.afterRightPassword(username)
                        : lockOut.afterFailure(username);
        if (locked.isEmpty()) {
            Optional<Session> begun = admitted.flatMap(u -> sessions.begin(u, actor));
            if (begun.isPresent()) {
                return new Outcome.In(begun.get());
            }
        }
        addresses.refused(actor.address());
        AuditAction what =
                locked.isPresent() ? AuditAction.LOCKED_OUT : AuditAction.SIGN_IN_REFUSED;
        // Of a name that is nobody's nothing is kept: it may be a password in the wrong field.
        acts.alone(
                AuditEntry.of(actor, what)
                        .on("user", user.map(UserRow::id).orElse(null))
                        .refused(locked.isPresent() ? "locked" : "wrong_credentials"));
        return locked.<Outcome>map(Outcome.Later::new).orElseGet(Outcome.Refused::new);
    }

    private static boolean canBeAName(String text) {
        return Passwords.isText(text) && text.codePoints().noneMatch(Character::isISOControl);
    }
}
