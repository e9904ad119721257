package dev.wardcast.kit.problem;

import dev.wardcast.kit.sql.TooBusyException;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpStatus;
import io.netty.handler.codec.compression.DecompressionException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** What lies behind a failure, where that is not our mistake. */
final class Causes {

    private static final int RETRY_SECONDS = 2;
    private static final int DEEPEST = 16;

    private Causes() {}

    /** The refusal that tells it best; empty if the failure is ours. */
    static Optional<ProblemException> refusal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            switch (cause) {
                case ProblemException refusal -> {
                    return Optional.of(refusal);
                }
                case DecompressionException broken -> {
                    return Optional.of(
                            ProblemException.badRequest(
                                    "invalid_encoding",
                                    "The body is not what its Content-Encoding says."));
                }
                case TooBusyException busy -> {
                    return Optional.of(
                            ProblemException.retryLater(
                                    HttpStatus.SERVICE_UNAVAILABLE,
                                    "too_busy",
                                    "More requests wait for the database than it answers in time."
                                            + " Try again.",
                                    RETRY_SECONDS));
                }
                case SQLException sql when databaseAway(sql) -> {
                    return Optional.of(
                            ProblemException.retryLater(
                                    HttpStatus.SERVICE_UNAVAILABLE,
                                    "database_away",
                                    "The database does not answer at the moment. Try again.",
                                    RETRY_SECONDS));
                }
                case RedisException redis when RedisAway.says(redis) -> {
                    return Optional.of(
                            ProblemException.retryLater(
                                    HttpStatus.SERVICE_UNAVAILABLE,
                                    "redis_away",
                                    "Redis does not answer at the moment. Try again.",
                                    RETRY_SECONDS));
                }
                case SQLException sql when notText(sql) -> {
                    return Optional.of(
                            ProblemException.badRequest(
                                    "invalid_text", "A text has characters that can't be stored."));
                }
                default -> cause = cause.getCause();
            }
        }
        return Optional.empty();
    }

    /** Class 08 is a broken connection, 57P a server that is going away or coming up. */
    private static boolean databaseAway(SQLException sql) {
        String state = String.valueOf(sql.getSQLState());
        return sql instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P");
    }

    /** 22021: not in the database's character set, such as U+0000. */
    private static boolean notText(SQLException sql) {
        return "22021".equals(sql.getSQLState());
    }
}
