package dev.wardcast.access.people;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.ProblemException;
import java.security.SecureRandom;
import java.util.UUID;

/** Ids: what they may look like, and new ones. */
public final class Ids {

    /** For {@code @Pattern}: ids that come from outside are kept as they are. */
    public static final String PATTERN = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /**
     * For ids in paths.
     *
     * @throws ProblemException with 400 if it can't be an id
     */
    public static void require(String field, String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw ProblemException.badRequest(
                    "invalid_id", field + " (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
    }

    /** A UUID of version 7: rows that are made together stand together in an index. */
    public static String next() {
        long high = (System.currentTimeMillis() << 16) | 0x7000 | RANDOM.nextInt(0x1000);
        long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
