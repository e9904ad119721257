package dev.wardcast.access.signin;

import dev.wardcast.access.people.UserRow;
import dev.wardcast.access.people.Users;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may come in. Every refusal is the same empty answer: why is not for the caller to know. */
@Singleton
class SignIn {

    private final Users users;
    private final Passwords passwords;
    private final RefreshTokens refreshTokens;
    private final AccessTokens accessTokens;

    SignIn(
            Users users,
            Passwords passwords,
            RefreshTokens refreshTokens,
            AccessTokens accessTokens) {
        this.users = users;
        this.passwords = passwords;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
    }

    record Session(UserRow user, List<String> roles, String accessToken, String refreshToken) {}

    Optional<Session> login(String username, String password) {
        // Looked up only if it can be a name; the rest of the work is the same, and so is the time.
        Optional<UserRow> user =
                canBeAName(username) ? users.findByName(username) : Optional.empty();
        @Nullable String hash = user.map(UserRow::passwordHash).orElse(null);
        boolean right =
                isText(password) ? passwords.matches(password, hash) : passwords.matches("", null);
        return user.filter(u -> right && u.active())
                .map(u -> session(u, refreshTokens.issue(u.id())));
    }

    private static boolean canBeAName(String text) {
        return isText(text) && text.codePoints().noneMatch(Character::isISOControl);
    }

    /** Half of a surrogate pair is no character, and can be neither stored nor hashed. */
    private static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    Optional<Session> refresh(String refreshToken) {
        return refreshTokens
                .rotate(refreshToken)
                .flatMap(rotated ->
                        users.find(rotated.userId())
                                .filter(UserRow::active)
                                .map(user -> session(user, rotated.successor())));
    }

    private Session session(UserRow user, String refreshToken) {
        List<String> roles = users.rolesOf(user.id());
        return new Session(user, roles, accessTokens.issue(user, roles), refreshToken);
    }
}
