package dev.wardcast.access.signin;

import dev.wardcast.access.acts.Acts;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.RequestTokens;
import dev.wardcast.kit.access.StreamTickets;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.rate.Rate;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Tickets, for those who are signed in and can't set a header. */
@Controller("/api/v1/auth/stream-ticket")
@ExecuteOn(TaskExecutors.BLOCKING)
class StreamTicketController {

    /** Of one user, within the life of a ticket: so that nobody fills Redis with them. */
    private static final int MOST = 300;

    private final StreamTickets tickets;
    private final Rate rate;
    private final Acts acts;

    StreamTicketController(StreamTickets tickets, Rate rate, Acts acts) {
        this.tickets = tickets;
        this.rate = rate;
        this.acts = acts;
    }

    /**
     * @param expiresIn how long the ticket waits to be used, in seconds
     */
    @Serdeable
    record Ticket(String ticket, long expiresIn) {}

    /** A ticket that stands for the token of this request, once. */
    @Post
    HttpResponse<Ticket> issue(Caller caller, Actor actor, HttpRequest<?> request) {
        if (!caller.expiresAt().isAfter(Instant.now())) {
            // Clocks may differ by seconds, but a stream ends with its token: a ticket of one that
            // is over would open a stream that ends at once, again and again.
            throw ProblemException.unauthorized(
                    "token_expired",
                    "The token is over (expected: one for the ticket to stand for).");
        }
        Optional<Duration> pause =
                rate.count("tickets:" + caller.userId(), MOST, StreamTickets.LIFETIME);
        if (pause.isPresent()) {
            throw ProblemException.retryLater(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too_many_tickets",
                    "You asked for " + MOST + " tickets in half a minute.",
                    (int) pause.get().plusMillis(999).toSeconds());
        }
        String token = RequestTokens.of(request).orElseThrow();
        Ticket ticket = new Ticket(issue(token), StreamTickets.LIFETIME.toSeconds());
        acts.alone(AuditEntry.of(actor, AuditAction.TOKEN_ISSUED).on("ticket", null));
        return HttpResponse.ok(ticket).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private String issue(String token) {
        try {
            return tickets.issue(token).toCompletableFuture().join();
        } catch (CompletionException | RedisException redisAway) {
            throw ProblemException.retryLater(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "tickets_unavailable",
                    "There are no tickets at the moment.",
                    1);
        }
    }
}
