package dev.wardcast.kit.access;

import java.util.List;
import java.util.Set;

/**
 * May they? A decision that can't be made is not a refusal: a new request is turned away with 503,
 * and a stream that is already open waits a little, because an emptied Redis must not cut every
 * clinician off.
 */
public sealed interface Decision {

    Decision ALLOWED = new Allowed();

    record Allowed() implements Decision {}

    /** Answered 403. */
    record Denied(String code, String reason) implements Decision {

        /** For someone who has none of the roles that it takes, in the order of {@link Role}. */
        public static Denied withoutRole(Set<Role> oneOf) {
            List<String> names = oneOf.stream().sorted().map(Role::name).toList();
            String last = names.getLast();
            String others = String.join(", ", names.subList(0, names.size() - 1));
            return new Denied(
                    "role_required",
                    "This needs the role "
                            + (others.isEmpty() ? "" : others + " or ")
                            + last
                            + ".");
        }
    }

    /** Answered 404: the thing itself does not exist. */
    record NoSuchThing(String code, String reason) implements Decision {}

    /** Answered 401: suspended or deleted user, whatever the token says. */
    record NotActive(String reason) implements Decision {}

    /** Answered 503: the projection is away. */
    record Undecided(String reason) implements Decision {}

    default boolean allowed() {
        return this instanceof Allowed;
    }
}
