package dev.wardcast.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user's notifications, and the notices that an administrator sends. */
@Controller("/api/notifications")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "notifications")
class NotificationsController {

    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    private final AccessDecisions access;
    private final Notifications notifications;

    NotificationsController(AccessDecisions access, Notifications notifications) {
        this.access = access;
        this.notifications = notifications;
    }

    /** Tells one user something; it is on their stream at once and in their list until then. */
    @Post("/system")
    @Status(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "kept, and on its way to the user's streams")
    @ApiResponse(responseCode = "403", description = "the caller is no ADMIN")
    @ApiResponse(responseCode = "422", description = "a field is missing or wrong")
    Sent send(Caller caller, @Body Request request) {
        AccessRefusals.require(access.hasRole(caller, Role.ADMIN));
        SystemNotice notice = SystemNotice.checked(request.userId(), request.content());
        Notification sent = notifications.send(notice, caller.userId());
        return new Sent(sent.id(), notice.userId(), sent.type(), sent.content(), sent.timestamp());
    }

    /**
     * The caller's own notifications, the newest first; {@code next_cursor} leads on where there
     * are more.
     *
     * @param unread {@code true}: only those that are not acknowledged; {@code false} unless given
     * @param limit 1 to 200
     */
    @Get
    Page list(
            Caller caller,
            @QueryValue @Nullable String unread,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        int size = limit == null ? USUAL_PAGE : limit;
        if (size < 1 || size > LARGEST_PAGE) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: %d (expected: 1 to %d)".formatted(size, LARGEST_PAGE));
        }
        Place after = cursor == null ? null : Place.parse(cursor);
        List<Notification> found =
                notifications.list(caller.userId(), onlyUnread(unread), after, size + 1);
        if (found.size() <= size) {
            return new Page(found, null);
        }
        return new Page(found.subList(0, size), Place.of(found.get(size - 1)).cursor());
    }

    /** Strict, because the framework takes any word for false. */
    private static boolean onlyUnread(@Nullable String unread) {
        return switch (unread) {
            case "true" -> true;
            case "false" -> false;
            case null -> false;
            default ->
                    throw ProblemException.badRequest(
                            "invalid_unread", "unread (expected: true or false)");
        };
    }

    /** Acknowledges one of the caller's own; a second time changes nothing. */
    @Post("/{id}/ack")
    @ApiResponse(responseCode = "200", description = "acknowledged, now or before")
    @ApiResponse(responseCode = "404", description = "the caller has no such notification")
    Notification acknowledge(Caller caller, String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw unknown();
        }
        return notifications
                .acknowledge(caller.userId(), id)
                .orElseThrow(NotificationsController::unknown);
    }

    /** The same for somebody else's and for none: nobody learns which by asking. */
    private static ProblemException unknown() {
        return ProblemException.notFound("unknown_notification", "You have no such notification.");
    }

    /**
     * @param content 1 to 4,000 characters of plain text; of control characters only tab and line
     *     break
     * @param userId whom it is for
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Request(@Nullable String content, @Nullable String userId) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Sent(String id, String userId, String type, String content, Instant timestamp) {}

    /**
     * @param nextCursor {@code null} at the end
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<Notification> notifications, @Nullable String nextCursor) {}
}
