package dev.wardcast.gateway.websocket;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private final TokenBucket bucket = new TokenBucket(10, 3, 0);

    private boolean takeAt(long millis) {
        return bucket.take(MILLISECONDS.toNanos(millis));
    }

    private void emptyAt(long millis) {
        for (int i = 0; i < 3; i++) {
            assertTrue(takeAt(millis));
        }
        assertFalse(takeAt(millis));
    }

    @Test
    void a_burst_is_taken_at_once_and_no_more() {
        emptyAt(0);
    }

    @Test
    void tokens_come_back_at_the_rate() {
        emptyAt(0);
        assertFalse(takeAt(99));
        assertTrue(takeAt(101));
        assertFalse(takeAt(150));
        assertTrue(takeAt(202));
    }

    @Test
    void silence_saves_no_more_than_a_burst() {
        emptyAt(3_600_000);
    }
}
