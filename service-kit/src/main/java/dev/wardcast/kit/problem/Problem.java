package dev.wardcast.kit.problem;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every refusal (RFC 9457).
 *
 * @param type a URI that names the kind of problem; {@code about:blank} where the status says it
 *     all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was wrong with this request and how to mend it
 * @param code stable and machine-readable, for instance {@code invalid_field}
 * @param errors one entry for each offending field, where there are such
 */
@Serdeable
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String code,
        @Nullable List<FieldError> errors) {

    /** Names the offender and the expectation. */
    @Serdeable
    public record FieldError(String field, String message) {}
}
