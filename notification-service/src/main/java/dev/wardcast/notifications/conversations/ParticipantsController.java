package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.presence.OnlineUsers;
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
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Who takes part in a conversation. */
@Controller("/api/conversations/{id}/participants")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "conversations")
class ParticipantsController {

    private static final int RETRY_SECONDS = 2;

    private final Desk desk;
    private final Circle circle;
    private final ChatLimits limits;
    private final Participants participants;
    private final OnlineUsers online;

    ParticipantsController(
            Desk desk,
            Circle circle,
            ChatLimits limits,
            Participants participants,
            OnlineUsers online) {
        this.desk = desk;
        this.circle = circle;
        this.limits = limits;
        this.participants = participants;
        this.online = online;
    }

    /** Who is in it, how far each has read, and who has a stream open. */
    @Get
    @PatientRead(value = "conversation", id = "id", always = false)
    @ApiResponse(responseCode = "404", description = "the caller is in no such conversation")
    Everybody list(Caller caller, String id) {
        Membership mine = desk.membership(caller, id);
        Set<String> there = online(mine.participants());
        return new Everybody(
                participants.list(id).stream()
                        .map(one -> one.whoIs(there.contains(one.userId())))
                        .toList());
    }

    private Set<String> online(Set<String> userIds) {
        try {
            return online.among(userIds).toCompletableFuture().join();
        } catch (CompletionException away) {
            throw ProblemException.retryLater(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "presence_unknown",
                    "Who is connected can't be asked at the moment.",
                    RETRY_SECONDS);
        }
    }

    /** Adds somebody; any participant may. */
    @Post
    @ApiResponse(responseCode = "200", description = "they are in it, now or before")
    @ApiResponse(responseCode = "404", description = "the caller is in no such conversation")
    @ApiResponse(responseCode = "422", description = "they may not take part")
    Everybody add(Caller caller, Actor actor, String id, @Body AddRequest request) {
        Membership mine = desk.membership(caller, id);
        String userId = Desk.id("user_id", request.userId());
        limits.change(caller.userId());
        circle.requireFit("user_id", Set.of(userId), mine.patientId());
        if (!participants.add(id, userId, Boolean.TRUE.equals(request.history()), actor)) {
            throw Desk.unknown();
        }
        return list(caller, id);
    }

    /**
     * Leaves it, or removes somebody. Whoever began the conversation may remove others, and when
     * they have left, whoever is in it longest.
     */
    @Delete("/{userId}")
    @Status(HttpStatus.NO_CONTENT)
    @ApiResponse(responseCode = "204", description = "they get nothing that is said from now on")
    @ApiResponse(responseCode = "403", description = "the caller may not remove others")
    @ApiResponse(
            responseCode = "404",
            description = "no such conversation, or nobody of that id in it")
    void remove(Caller caller, Actor actor, String id, String userId) {
        requireThere(caller, id, userId);
        limits.change(caller.userId());
        if (!participants.remove(id, userId, actor)) {
            throw ProblemException.notFound(
                    "unknown_participant", "Nobody of that id is in the conversation.");
        }
    }

    /** Who lost access to the patient may still leave. */
    private void requireThere(Caller caller, String id, String userId) {
        if (!userId.equals(caller.userId())) {
            desk.membership(caller, id);
        } else {
            circle.requirePerson(caller);
            if (participants.find(Desk.id("id", id), userId).isEmpty()) {
                throw Desk.unknown();
            }
        }
    }

    /**
     * @param history whether they see what was said before; not unless {@code true}
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record AddRequest(@Nullable String userId, @Nullable Boolean history) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Everybody(List<Participant> participants) {}
}
