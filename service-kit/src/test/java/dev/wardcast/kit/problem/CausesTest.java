package dev.wardcast.kit.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisReadOnlyException;
import io.micronaut.http.HttpStatus;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CausesTest {

    @Test
    void what_redis_answers_amid_a_failover_is_to_come_back_later() {
        for (RedisException failure :
                List.of(
                        new RedisConnectionException("Unable to connect"),
                        new RedisCommandTimeoutException("Command timed out"),
                        new RedisException("Currently not connected. Commands are rejected."),
                        new RedisReadOnlyException("READONLY You can't write against a replica"),
                        new RedisCommandExecutionException("CLUSTERDOWN The cluster is down"),
                        new RedisCommandExecutionException("MOVED 3999 127.0.0.1:6381"))) {
            ProblemException refusal =
                    Causes.refusal(new CompletionException(failure)).orElseThrow();
            assertEquals(HttpStatus.SERVICE_UNAVAILABLE, refusal.status());
            assertTrue(refusal.headers().containsKey("Retry-After"), failure::getMessage);
        }
    }

    @Test
    void what_redis_refuses_by_our_mistake_is_not_called_passing() {
        assertTrue(
                Causes.refusal(new RedisCommandExecutionException("WRONGTYPE Operation against"))
                        .isEmpty());
        assertTrue(
                Causes.refusal(new RedisCommandExecutionException("ERR wrong number")).isEmpty());
    }
}
