package dev.wardcast.notifications.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.Problem;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.notifications.text.Place;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user's notifications, and the notices that an administrator sends. */
@Controller("/api/notifications")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "notifications")
class NotificationsController {

    private final AccessDecisions access;
    private final People people;
    private final Notifications notifications;
    private final Inbox inbox;

    NotificationsController(
            AccessDecisions access, People people, Notifications notifications, Inbox inbox) {
        this.access = access;
        this.people = people;
        this.notifications = notifications;
        this.inbox = inbox;
    }

    /** Tells one user, a role, a hospital or everybody; on their streams at once. */
    @Post("/system")
    @Status(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "kept, and on its way to streams")
    @ApiResponse(responseCode = "403", description = "the caller is no ADMIN")
    @ApiResponse(responseCode = "422", description = "a field is missing or wrong")
    Sent send(Caller caller, @Body NoticeRequest request) {
        AccessRefusals.require(access.hasRole(caller, Role.ADMIN));
        SystemNotice notice = SystemNotice.checked(request, Instant.now());
        requireSomebody(notice.room());
        Notification sent = notifications.send(notice, caller.userId());
        return new Sent(
                sent.id(),
                sent.type(),
                sent.content(),
                sent.timestamp(),
                sent.expiresAt(),
                request.userId(),
                request.role(),
                request.hospitalId(),
                request.everyone());
    }

    /** A notice that nobody will ever get is a mistake that its sender should hear of. */
    private void requireSomebody(Room room) {
        switch (room) {
            case Room.User(String id) -> {
                if (AccessRefusals.await(people.active(Set.of(id))).isEmpty()) {
                    throw refused("user_id", "(expected: the id of an active user)");
                }
            }
            case Room.AudienceHospital(String id) -> {
                if (!AccessRefusals.await(people.isHospital(id))) {
                    throw refused("hospital_id", "(expected: the id of a hospital)");
                }
            }
            case Room.AudienceRole _, Room.AudienceAll _ -> {
                // Whoever has the role, or everybody.
            }
            default -> throw new IllegalArgumentException("no audience: " + room.name());
        }
    }

    private static ProblemException refused(String field, String why) {
        return ProblemException.unprocessable(List.of(new Problem.FieldError(field, why)));
    }

    /**
     * The caller's notifications, their own and those to everybody like them, the newest first;
     * {@code next_cursor} leads on where there are more.
     *
     * @param unread {@code true}: only those that the caller has not acknowledged; {@code false}
     *     unless given
     * @param limit 1 to 200
     */
    @Get
    @PatientRead(value = "notification", search = true, always = false)
    Page list(
            Caller caller,
            @QueryValue @Nullable String unread,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        int size = Place.pageSize(limit);
        Place after = cursor == null ? null : Place.parse(cursor);
        Inbox.Read read = inbox.list(caller, onlyUnread(unread), after, size);
        return new Page(read.found(), read.next() == null ? null : read.next().cursor());
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

    /** Acknowledges one of the caller's; a second time changes nothing. */
    @Post("/{id}/ack")
    @ApiResponse(responseCode = "200", description = "acknowledged, now or before")
    @ApiResponse(responseCode = "404", description = "the caller has no such notification")
    Acknowledged acknowledge(Caller caller, String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw unknown();
        }
        Notification acknowledged =
                inbox.acknowledge(caller, id).orElseThrow(NotificationsController::unknown);
        return new Acknowledged(
                acknowledged.id(),
                acknowledged.state(),
                acknowledged.deliveredAt(),
                Objects.requireNonNull(acknowledged.acknowledgedAt()));
    }

    /** The same for somebody else's and for none: nobody learns which by asking. */
    private static ProblemException unknown() {
        return ProblemException.notFound("unknown_notification", "You have no such notification.");
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sent(
            String id,
            String type,
            String content,
            Instant timestamp,
            @Nullable Instant expiresAt,
            @Nullable String userId,
            @Nullable String role,
            @Nullable String hospitalId,
            @Nullable Boolean everyone) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Acknowledged(
            String id, String state, @Nullable Instant deliveredAt, Instant acknowledgedAt) {}

    /**
     * @param nextCursor {@code null} at the end
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<Notification> notifications, @Nullable String nextCursor)
            implements PatientRead.AboutPatients {
        @Override
        public Iterable<String> aboutPatients() {
            return notifications.stream()
                    .map(Notification::patientId)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }
}
