package dev.wardcast.kit.audit;

/** How an audited act ended. */
public enum Outcome {
    ALLOWED,
    /** Somebody was not allowed to. */
    REFUSED,
    /** They were, or it could not be told, and it did not succeed. */
    FAILED
}
