package dev.wardcast.embedded;

/** An embedded server did not start, or does not do what it must. The message says what to do. */
public final class EmbeddedServerException extends RuntimeException {
    EmbeddedServerException(String message) {
        super(message);
    }

    EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
