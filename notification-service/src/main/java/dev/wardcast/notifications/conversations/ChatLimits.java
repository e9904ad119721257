package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.rate.Rate;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * How much a user says, and how much is said in a conversation, on all nodes together. Blocks; for
 * virtual threads.
 */
@Singleton
class ChatLimits {

    /** Said again, it is news to nobody. */
    private static final Duration TYPING_EVERY = Duration.ofSeconds(2);

    private final Rate rate;
    private final ChatSettings settings;

    ChatLimits(Rate rate, ChatSettings settings) {
        this.rate = rate;
        this.settings = settings;
    }

    /**
     * @throws ProblemException 429, with when to try again
     */
    void message(String userId, String conversationId) {
        require("chat:user:" + userId, settings.userMessages(), "You say too much at once.");
        require(
                "chat:conversation:" + conversationId,
                settings.conversationMessages(),
                "Too much is said in this conversation at once.");
    }

    /**
     * @throws ProblemException 429, with when to try again
     */
    void change(String userId) {
        require(
                "chat:change:" + userId,
                settings.conversations(),
                "You begin or change too many conversations at once.");
    }

    /** Whether it is worth telling. */
    boolean signal(String kind, String userId, String conversationId) {
        String what = "chat:" + kind + ":" + userId + ":" + conversationId;
        return rate.count(what, 1, TYPING_EVERY).isEmpty();
    }

    private void require(String what, int most, String detail) {
        Optional<Duration> wait = rate.count(what, most, settings.window());
        if (wait.isPresent()) {
            int seconds = (int) Math.max(1, wait.get().plusMillis(999).toSeconds());
            throw ProblemException.retryLater(
                    HttpStatus.TOO_MANY_REQUESTS, "rate_exceeded", detail, seconds);
        }
    }
}
