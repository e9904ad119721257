package dev.wardcast.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.SetArgs;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Tickets for streams. One stands for the token that it was made with, for half a minute and for
 * one use on whichever node: Redis gives it out and forgets it in one step.
 */
@Singleton
public final class StreamTickets {

    /** How long a ticket waits to be used. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final String PREFIX = "wc:ticket:";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RedisLink redis;

    StreamTickets(RedisLink redis) {
        this.redis = redis;
    }

    /**
     * Fails if Redis is away.
     *
     * @param token a good one; what the ticket is worth is decided when it is used
     * @return the ticket, 43 characters that may stand in an address
     */
    public CompletionStage<String> issue(String token) {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return redis.commands()
                .set(key(ticket), TicketSeal.seal(ticket, token), SetArgs.Builder.ex(LIFETIME))
                .thenApply(done -> ticket);
    }

    /**
     * Uses a ticket up. Fails if Redis is away; the ticket may be used up then, too.
     *
     * @return the token that it stands for; empty if it is unknown, over or used
     */
    CompletionStage<Optional<String>> redeem(String ticket) {
        if (!FORM.matcher(ticket).matches()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return redis.commands()
                .getdel(key(ticket))
                .thenApply(found ->
                        Optional.ofNullable(found)
                                .flatMap(sealed -> TicketSeal.open(ticket, sealed)));
    }

    private static byte[] key(String ticket) {
        return (PREFIX + Digests.sha256Hex(ticket.getBytes(UTF_8))).getBytes(UTF_8);
    }
}
