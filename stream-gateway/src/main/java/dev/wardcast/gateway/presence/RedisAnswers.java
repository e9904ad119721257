package dev.wardcast.gateway.presence;

import dev.wardcast.eventlog.RedisLink;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for Redis; for virtual threads. */
final class RedisAnswers {

    private RedisAnswers() {}

    /**
     * @throws IOException if Redis is away, or did not take the command
     */
    static <T> T await(CompletionStage<T> answer) throws IOException, InterruptedException {
        try {
            return answer.toCompletableFuture()
                    .get(RedisLink.COMMAND_TIMEOUT.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            throw new IOException("Redis: " + e.getMessage(), e);
        }
    }
}
