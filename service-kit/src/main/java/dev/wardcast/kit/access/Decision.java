package dev.wardcast.kit.access;

/**
 * May they? A decision that can't be made is not a refusal: a new request is turned away with 503,
 * and a stream that is already open waits a little, because an emptied Redis must not cut every
 * clinician off.
 */
public sealed interface Decision {

    Decision ALLOWED = new Allowed();

    record Allowed() implements Decision {}

    /** Answered 403. */
    record Denied(String code, String reason) implements Decision {}

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
