package dev.wardcast.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ComebackTest {

    private final CompletableFuture<Recovery> done = new CompletableFuture<>();
    private final Connection one = new Connection(-1, 0);
    private final Connection two = new Connection(-1, 0);
    private int newest = 7;
    private final Comeback comeback = new Comeback(2, () -> newest, done);

    @Test
    void it_is_over_when_all_are_answered_and_each_has_what_it_is_owed() {
        comeback.begins(one);
        newest = 9;
        comeback.begins(two);
        assertEquals(7, one.owed);
        assertEquals(9, two.owed, "what was published before it came counts as missed");
        comeback.caughtUp(one);
        comeback.allAnswered();
        assertFalse(done.isDone());
        comeback.caughtUp(two);
        Recovery recovery = done.join();
        assertTrue(recovery.all().compareTo(recovery.half()) >= 0);
    }

    @Test
    void who_missed_nothing_is_caught_up_at_once() {
        one.last = 7;
        two.last = 7;
        comeback.begins(one);
        comeback.begins(two);
        assertFalse(done.isDone(), "nobody is answered yet");
        comeback.allAnswered();
        assertTrue(done.isDone());
    }

    @Test
    void a_failure_ends_the_waiting() {
        comeback.begins(one);
        comeback.failed(new IllegalStateException("cut again"));
        assertThrows(CompletionException.class, done::join);
    }

    @Test
    void who_comes_back_says_the_same_as_before_and_where_it_was() {
        Request first =
                Request.of(Transport.SSE, "/stream", 0, Map.of("Authorization", "Bearer x"));
        String text = new String(first.bytes(), StandardCharsets.US_ASCII);
        String again =
                new String(
                        first.resumingFrom("a-1".getBytes(StandardCharsets.US_ASCII)).bytes(),
                        StandardCharsets.US_ASCII);
        assertEquals(text.substring(0, text.length() - 2) + "Last-Event-ID: a-1\r\n\r\n", again);
    }
}
