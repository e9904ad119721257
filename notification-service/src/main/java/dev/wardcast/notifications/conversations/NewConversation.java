package dev.wardcast.notifications.conversations;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import dev.wardcast.notifications.text.UserText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that may begin, once it is known who the participants are.
 *
 * @param participants 2 to {@value #MOST_PARTICIPANTS} user ids, with whoever begins it
 * @param title one line, up to {@value #LONGEST_TITLE} characters
 * @param patientId whom it is about
 */
record NewConversation(
        Set<String> participants, @Nullable String title, @Nullable String patientId) {

    static final int MOST_PARTICIPANTS = 50;
    static final int LONGEST_TITLE = 200;

    /**
     * @throws ProblemException 422 naming every field that is wrong
     */
    static NewConversation checked(
            String creator,
            @Nullable List<@Nullable String> participants,
            @Nullable String title,
            @Nullable String patientId) {
        List<FieldError> errors = new ArrayList<>();
        Set<String> all = new TreeSet<>();
        all.add(creator);
        if (participants == null) {
            errors.add(new FieldError("participants", "missing (expected: user ids)"));
        } else if (participants.size() > MOST_PARTICIPANTS) {
            errors.add(tooMany());
        } else {
            for (int i = 0; i < participants.size(); i++) {
                String id = participants.get(i);
                if (id == null || !Room.ID.matcher(id).matches()) {
                    errors.add(new FieldError("participants[" + i + "]", "(expected: a user id)"));
                } else {
                    all.add(id);
                }
            }
            if (all.size() > MOST_PARTICIPANTS) {
                errors.add(tooMany());
            } else if (errors.isEmpty() && all.size() < 2) {
                errors.add(new FieldError("participants", "(expected: somebody besides yourself)"));
            }
        }
        if (title != null
                && (!UserText.isSeen(title)
                        || title.codePointCount(0, title.length()) > LONGEST_TITLE
                        || !PlainText.isPlain(title))) {
            errors.add(
                    new FieldError(
                            "title",
                            "(expected: one line of 1 to " + LONGEST_TITLE + " characters)"));
        }
        if (patientId != null && !Room.ID.matcher(patientId).matches()) {
            errors.add(new FieldError("patient_id", "(expected: a patient's id)"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new NewConversation(all, title, patientId);
    }

    private static FieldError tooMany() {
        return new FieldError(
                "participants", "(expected: at most " + MOST_PARTICIPANTS + " with yourself)");
    }
}
