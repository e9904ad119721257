package dev.wardcast.kit.access;

import dev.wardcast.kit.access.AccessDecisions.AccessChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of what takes a token's worth away before its end: the sign-in that it came from was ended,
 * or the key that signed it was withdrawn.
 */
public final class Revocations {

    private static final String SESSION = "session:";
    private static final String KEY = "key:";

    private Revocations() {}

    /** A sign-in of this user. */
    public static String session(String userId, String sessionId) {
        return SESSION + userId + ":" + sessionId;
    }

    public static String key(String keyId) {
        return KEY + keyId;
    }

    /** Everything whose revocation would make the caller's token worthless. */
    static List<String> of(Caller caller) {
        List<String> ids = new ArrayList<>(2);
        if (caller.sessionId() != null) {
            ids.add(session(caller.userId(), caller.sessionId()));
        }
        if (caller.keyId() != null) {
            ids.add(key(caller.keyId()));
        }
        return ids;
    }

    /** Whose access is to be decided anew. */
    static AccessChange concerned(String id) {
        String[] parts = id.split(":", 3);
        return id.startsWith(SESSION) && parts.length == 3
                ? new AccessChange.OfUser(parts[1])
                : new AccessChange.OfEverything();
    }
}
