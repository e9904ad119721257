package dev.wardcast.notifications.conversations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.notifications.text.Place;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a conversation: sent, read, edited, deleted. */
@Controller("/api/conversations/{id}/messages")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "conversations")
class MessagesController {

    private final Desk desk;
    private final Circle circle;
    private final ChatLimits limits;
    private final PostDesk posts;
    private final Messages messages;
    private final Trace trace;

    MessagesController(
            Desk desk,
            Circle circle,
            ChatLimits limits,
            PostDesk posts,
            Messages messages,
            Trace trace) {
        this.desk = desk;
        this.circle = circle;
        this.limits = limits;
        this.posts = posts;
        this.messages = messages;
        this.trace = trace;
    }

    /** Sends a message. The same idempotency key of the same sender is the same message. */
    @Post
    @ApiResponse(responseCode = "200", description = "it was sent before, with this key")
    @ApiResponse(responseCode = "201", description = "kept, and on its way to every participant")
    @ApiResponse(responseCode = "404", description = "the caller is in no such conversation")
    @ApiResponse(responseCode = "409", description = "the key was used in another conversation")
    @ApiResponse(responseCode = "422", description = "a field is wrong")
    @ApiResponse(responseCode = "429", description = "too many at once")
    @ApiResponse(
            responseCode = "503",
            description = "not taken in time: send it again with its key")
    HttpResponse<Message> send(Caller caller, Actor actor, String id, @Body SendRequest request) {
        circle.requirePerson(caller);
        String text = Desk.text(request.text());
        String key =
                request.idempotencyKey() == null
                        ? TimeOrderedIds.next()
                        : Desk.id("idempotency_key", request.idempotencyKey());
        if (!Room.ID.matcher(id).matches()) {
            throw Desk.unknown();
        }
        limits.message(caller.userId(), id);
        return switch (posts.post(new Draft(id, caller.userId(), key, text, actor))) {
            case Posted.Stored(Message message, boolean repeated) ->
                    repeated ? HttpResponse.ok(message) : HttpResponse.created(message);
            case Posted.NotThere() -> throw Desk.unknown();
            case Posted.KeyUsed() ->
                    throw ProblemException.conflict(
                            "idempotency_key_used",
                            "idempotency_key (expected: one that you used in no other conversation)");
            case Posted.NoSight(String patientId) -> {
                circle.requireSight(caller, patientId);
                // Access came back between the two looks.
                throw Desk.unknown();
            }
        };
    }

    /**
     * Messages, the newest first.
     *
     * @param before sequence: only those before it, as {@code next_before} of an earlier answer
     * @param limit 1 to 200
     */
    @Get
    @PatientRead(value = "message", search = true, always = false)
    @ApiResponse(responseCode = "404", description = "the caller is in no such conversation")
    Page list(
            Caller caller,
            String id,
            @QueryValue @Nullable Long before,
            @QueryValue @Nullable Integer limit) {
        int size = Place.pageSize(limit);
        if (before != null && before < 1) {
            throw ProblemException.badRequest("invalid_before", "before (expected: a sequence)");
        }
        Membership mine = desk.membership(caller, id);
        List<Message> rows =
                messages.list(mine, before == null ? Long.MAX_VALUE : before, size + 1);
        if (rows.size() <= size) {
            return new Page(rows, null);
        }
        List<Message> page = rows.subList(0, size);
        return new Page(page, page.getLast().sequence());
    }

    /** Edits a message of one's own. */
    @Patch("/{messageId}")
    @ApiResponse(responseCode = "403", description = "somebody else's message")
    @ApiResponse(responseCode = "404", description = "no such message for the caller")
    @ApiResponse(responseCode = "409", description = "it was deleted")
    Message edit(
            Caller caller, Actor actor, String id, String messageId, @Body EditRequest request) {
        String text = Desk.text(request.text());
        return change(caller, actor, id, messageId, text);
    }

    /** Deletes a message of one's own; a second time changes nothing. */
    @Delete("/{messageId}")
    @ApiResponse(responseCode = "403", description = "somebody else's message")
    @ApiResponse(responseCode = "404", description = "no such message for the caller")
    Message delete(Caller caller, Actor actor, String id, String messageId) {
        return change(caller, actor, id, messageId, null);
    }

    private Message change(
            Caller caller, Actor actor, String id, String messageId, @Nullable String text) {
        desk.membership(caller, id);
        limits.message(caller.userId(), id);
        return switch (messages.change(id, messageId, text, actor)) {
            case Messages.Changed.To(Message message) -> message;
            case Messages.Changed.NotThere() -> throw Desk.unknownMessage();
            case Messages.Changed.NotYours() ->
                    throw ProblemException.forbidden(
                            "not_yours", "Only whoever said it changes it.");
            case Messages.Changed.Deleted() ->
                    throw ProblemException.conflict(
                            "message_deleted", "The message was deleted and stays so.");
        };
    }

    /** What a message was before it was edited or deleted, for whoever sent it. */
    @Get("/{messageId}/changes")
    @PatientRead(value = "message", id = "messageId")
    @ApiResponse(responseCode = "403", description = "somebody else's message")
    @ApiResponse(responseCode = "404", description = "no such message for the caller")
    Changes changes(Caller caller, String id, String messageId) {
        Membership mine = desk.membership(caller, id);
        Message message = messages.find(mine, messageId).orElseThrow(Desk::unknownMessage);
        if (!message.sender().equals(caller.userId())) {
            throw ProblemException.forbidden(
                    "not_yours", "Only whoever said it sees what it was before.");
        }
        return new Changes(trace.of(messageId));
    }

    /**
     * @param text 1 to 4,000 characters of plain text; of control characters only tab and line
     *     break
     * @param idempotencyKey 1 to 64 characters of an id, the sender's own choice
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record SendRequest(@Nullable String text, @Nullable String idempotencyKey) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record EditRequest(@Nullable String text) {}

    @Serdeable
    record Changes(List<Trace.Change> changes) {}

    /**
     * @param nextBefore {@code null} at the end
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<Message> messages, @Nullable Long nextBefore) {}
}
