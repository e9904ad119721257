package dev.wardcast.notifications.push;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Web Push: how a browser of the signed-in user is told while no page of ours is open there. */
@Controller("/api/push")
@Secured({"PATIENT", "CAREGIVER", "DOCTOR", "NURSE", "THERAPIST", "DISPATCHER", "ADMIN"})
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "push")
class PushController {

    private final AccessDecisions access;
    private final Vapid vapid;
    private final PushEndpoints endpoints;
    private final Subscriptions subscriptions;

    PushController(
            AccessDecisions access,
            Vapid vapid,
            PushEndpoints endpoints,
            Subscriptions subscriptions) {
        this.access = access;
        this.vapid = vapid;
        this.endpoints = endpoints;
        this.subscriptions = subscriptions;
    }

    @Get("/key")
    @Operation(summary = "What a browser subscribes with (applicationServerKey)")
    Key key(Caller caller) {
        requireActive(caller);
        return new Key(vapid.publicKey());
    }

    @Post("/subscriptions")
    @Status(HttpStatus.CREATED)
    @Operation(
            summary = "Keeps a browser's subscription for the caller",
            description =
                    "The body is PushSubscription.toJSON(). The same address again replaces what"
                            + " was there; of each user the newest ten are kept.")
    @ApiResponse(responseCode = "201", description = "kept")
    @ApiResponse(responseCode = "422", description = "a field is missing or wrong")
    Kept subscribe(Caller caller, @Body SubscriptionRequest request) {
        requireActive(caller);
        return new Kept(subscriptions.save(caller.userId(), request.checked(endpoints)));
    }

    @Delete("/subscriptions/{id}")
    @Status(HttpStatus.NO_CONTENT)
    @Operation(summary = "Forgets one of the caller's subscriptions")
    @ApiResponse(responseCode = "204", description = "forgotten")
    @ApiResponse(responseCode = "404", description = "the caller has no such subscription")
    void unsubscribe(Caller caller, String id) {
        requireActive(caller);
        if (!Room.ID.matcher(id).matches() || !subscriptions.remove(caller.userId(), id)) {
            throw ProblemException.notFound(
                    "unknown_subscription", "You have no such subscription.");
        }
    }

    private void requireActive(Caller caller) {
        AccessRefusals.require(access.mayFollow(caller, new Room.User(caller.userId())));
    }

    /**
     * @param publicKey an uncompressed point of P-256 in base64url
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Key(String publicKey) {}

    @Serdeable
    record Kept(String id) {}
}
