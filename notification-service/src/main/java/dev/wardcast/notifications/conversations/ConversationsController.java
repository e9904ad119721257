package dev.wardcast.notifications.conversations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.text.WholeNumber;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conversations of the caller: begun, listed, read up to somewhere. */
@Controller("/api/conversations")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "conversations")
class ConversationsController {

    private final Desk desk;
    private final Circle circle;
    private final ChatLimits limits;
    private final Conversations conversations;
    private final Participants participants;
    private final Signals signals;

    ConversationsController(
            Desk desk,
            Circle circle,
            ChatLimits limits,
            Conversations conversations,
            Participants participants,
            Signals signals) {
        this.desk = desk;
        this.circle = circle;
        this.limits = limits;
        this.conversations = conversations;
        this.participants = participants;
        this.signals = signals;
    }

    /** Begins a conversation; the caller takes part in it. */
    @Post
    @Status(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "begun, and told to all who take part")
    @ApiResponse(responseCode = "403", description = "no access to the patient it is about")
    @ApiResponse(
            responseCode = "422",
            description = "a field is wrong, or somebody may not take part")
    @ApiResponse(responseCode = "429", description = "too many at once")
    Conversation create(Caller caller, Actor actor, @Body NewRequest request) {
        circle.requirePerson(caller);
        NewConversation wanted =
                NewConversation.checked(
                        caller.userId(),
                        request.participants(),
                        request.title(),
                        request.patientId());
        circle.requireSight(caller, wanted.patientId());
        limits.change(caller.userId());
        circle.requireFit("participants", wanted.participants(), wanted.patientId());
        return conversations.create(wanted, actor);
    }

    /**
     * The caller's conversations, where something was said last first.
     *
     * @param limit 1 to 200
     */
    @Get
    @PatientRead(value = "conversation", search = true, always = false)
    Page list(
            Caller caller,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        circle.requirePerson(caller);
        int size = Place.pageSize(limit);
        Place after = cursor == null ? null : Place.parse(cursor);
        List<Conversation> rows = conversations.list(caller.userId(), after, size + 1);
        boolean more = rows.size() > size;
        List<Conversation> page = more ? rows.subList(0, size) : rows;
        String next =
                more ? new Place(page.getLast().lastAt(), page.getLast().id()).cursor() : null;
        return new Page(visible(caller, page), next);
    }

    /** Without those about a patient whom the caller may not see any more. */
    private List<Conversation> visible(Caller caller, List<Conversation> page) {
        Set<String> patients =
                page.stream()
                        .map(Conversation::patientId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        Set<String> self = Set.of(caller.userId());
        Set<String> hidden = new HashSet<>();
        for (String patient : patients) {
            if (circle.maySee(self, patient).isEmpty()) {
                hidden.add(patient);
            }
        }
        return page.stream()
                .filter(one -> one.patientId() == null || !hidden.contains(one.patientId()))
                .toList();
    }

    /** One of the caller's conversations. */
    @Get("/{id}")
    @PatientRead(value = "conversation", id = "id", always = false)
    @ApiResponse(responseCode = "404", description = "the caller is in no such conversation")
    Conversation one(Caller caller, String id) {
        desk.membership(caller, id);
        return conversations.find(caller.userId(), id).orElseThrow(Desk::unknown);
    }

    /** Tells up to where the caller has read: all of it, unless a sequence is given. */
    @Post("/{id}/read")
    @ApiResponse(responseCode = "200", description = "where it is now; it never goes back")
    @ApiResponse(responseCode = "404", description = "the caller is in no such conversation")
    ReadAnswer read(Caller caller, String id, @Body @Nullable ReadRequest request) {
        Membership mine = desk.membership(caller, id);
        Integer asked = request == null ? null : request.sequence();
        if (asked != null && asked < 0) {
            throw Desk.wrong("sequence", "(expected: 0 or more)");
        }
        long wanted = asked == null ? mine.lastSequence() : asked;
        long now = participants.read(id, caller.userId(), wanted).orElseThrow(Desk::unknown);
        if (now > mine.readSequence()) {
            signals.read(mine, caller.userId(), now);
        }
        return new ReadAnswer(id, now);
    }

    /** Tells the others that the caller is typing; kept nowhere. */
    @Post("/{id}/typing")
    @Status(HttpStatus.NO_CONTENT)
    @ApiResponse(responseCode = "204", description = "told, or told a moment ago")
    @ApiResponse(responseCode = "404", description = "the caller is in no such conversation")
    void typing(Caller caller, String id) {
        Membership mine = desk.membership(caller, id);
        if (limits.signal("typing", caller.userId(), id)) {
            signals.typing(mine, caller.userId());
        }
    }

    /**
     * @param participants user ids, at most 50 with the caller
     * @param title one line of up to 200 characters
     * @param patientId whom it is about; then all must have access to the patient's record
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record NewRequest(
            @Nullable List<@Nullable String> participants,
            @Nullable String title,
            @Nullable String patientId) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record ReadRequest(
            @Serdeable.Deserializable(using = WholeNumber.class) @Nullable Integer sequence) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record ReadAnswer(String conversationId, long readSequence) {}

    /**
     * @param nextCursor {@code null} at the end
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<Conversation> conversations, @Nullable String nextCursor)
            implements PatientRead.AboutPatients {
        @Override
        public Iterable<String> aboutPatients() {
            return conversations.stream()
                    .map(Conversation::patientId)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }
}
