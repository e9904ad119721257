package dev.wardcast.access.accounts;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/**
 * Which passwords are taken: long ones rather than odd ones (NIST SP 800-63B). The demonstration
 * takes short ones too.
 */
@Singleton
final class PasswordPolicy {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;

    private final int shortest;

    PasswordPolicy(@Value("${wardcast.demo}") boolean demo) {
        this.shortest = demo ? 1 : SHORTEST;
    }

    /**
     * @param field to be named in the refusal
     * @throws ProblemException with 422; it does not repeat the password
     */
    void require(String field, String password, String username) {
        if (password.length() < shortest || password.length() > LONGEST || !isText(password)) {
            throw refused(field, "(expected: " + shortest + " to " + LONGEST + " characters)");
        }
        if (password.toLowerCase(Locale.ROOT).equals(username.toLowerCase(Locale.ROOT))) {
            throw refused(field, "(expected: another one than the username)");
        }
    }

    private static ProblemException refused(String field, String expectation) {
        return ProblemException.unprocessable(List.of(new FieldError(field, expectation)));
    }

    /** Half of a surrogate pair is no character and can't be hashed. */
    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(c ->
                        Character.getType(c) == Character.SURROGATE || Character.isISOControl(c));
    }
}
