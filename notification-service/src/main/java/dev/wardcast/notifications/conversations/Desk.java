package dev.wardcast.notifications.conversations;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.notifications.text.UserText;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks, and for what: the questions that every route about a conversation begins with. */
@Singleton
class Desk {

    static final int LONGEST_TEXT = 4_000;

    private final Circle circle;
    private final Participants participants;

    Desk(Circle circle, Participants participants) {
        this.circle = circle;
        this.participants = participants;
    }

    /**
     * The caller's place in the conversation.
     *
     * @throws ProblemException 404 unless they are in it, whether there is one or not; 403 if it is
     *     about a patient whom they may not see
     */
    Membership membership(Caller caller, String conversationId) {
        circle.requirePerson(caller);
        Membership mine =
                Room.ID.matcher(conversationId).matches()
                        ? participants
                                .find(conversationId, caller.userId())
                                .orElseThrow(Desk::unknown)
                        : none();
        circle.requireSight(caller, mine.patientId());
        return mine;
    }

    private static Membership none() {
        throw unknown();
    }

    /** The same for others' and for none: nobody learns which by asking. */
    static ProblemException unknown() {
        return ProblemException.notFound(
                "unknown_conversation", "You are in no such conversation.");
    }

    static ProblemException unknownMessage() {
        return ProblemException.notFound("unknown_message", "There is no such message for you.");
    }

    /**
     * @throws ProblemException 422 unless it is plain text of a sensible length
     */
    static String text(@Nullable String text) {
        UserText.objection(text, LONGEST_TEXT)
                .ifPresent(objection -> {
                    throw wrong("text", objection);
                });
        return text == null ? "" : text;
    }

    /**
     * @throws ProblemException 422 unless it is an id
     */
    static String id(String field, @Nullable String id) {
        if (id == null || !Room.ID.matcher(id).matches()) {
            throw wrong(field, "(expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
        return id;
    }

    static ProblemException wrong(String field, String objection) {
        return ProblemException.unprocessable(List.of(new FieldError(field, objection)));
    }
}
