package dev.wardcast.kit.access;

import java.util.concurrent.CompletionStage;

/** Checks a token that came otherwise than with a request, as a request's own is checked. */
public interface TokenCheck {

    /** Never fails. */
    CompletionStage<Checked> check(String token);

    /** What became of it. */
    sealed interface Checked {
        /** Of an active user, with the roles that count now. */
        record Valid(Caller caller) implements Checked {}

        record Invalid() implements Checked {}

        /** There are no keys to check with, or the projection is away. */
        record Unknown() implements Checked {}
    }
}
