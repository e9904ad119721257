package dev.wardcast.access.page;

import dev.wardcast.kit.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param after the place that the part comes after; {@code null}: from the beginning
 */
public record Paging(int limit, @Nullable String after) {

    private static final int USUAL = 50;
    private static final int MOST = 500;
    private static final int LONGEST_CURSOR = 400;

    /**
     * @throws ProblemException with 400 where one of the two is not what it should be
     */
    public static Paging of(@Nullable Integer limit, @Nullable String cursor) {
        if (limit != null && (limit < 1 || limit > MOST)) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: %d (expected: 1 to %d)".formatted(limit, MOST));
        }
        return new Paging(limit == null ? USUAL : limit, cursor == null ? null : place(cursor));
    }

    /** To ask the database for: one more tells whether the list goes on. */
    public int oneMore() {
        return limit + 1;
    }

    /**
     * The same for a list of rows with numbers, the newest first.
     *
     * @return the number that the rows come before
     */
    public long before() {
        if (after == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw invalidCursor();
        }
    }

    static String cursor(String place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static String place(String cursor) {
        try {
            if (cursor.length() <= LONGEST_CURSOR) {
                byte[] bytes = Base64.getUrlDecoder().decode(cursor);
                String place =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString();
                if (place.codePoints().noneMatch(Character::isISOControl)) {
                    return place;
                }
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            // Answered below.
        }
        throw invalidCursor();
    }

    private static ProblemException invalidCursor() {
        return ProblemException.badRequest(
                "invalid_cursor", "cursor (expected: the next_cursor of an earlier answer)");
    }
}
