package dev.wardcast.notifications.inbox;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.notifications.text.UserText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A system notification that may be sent.
 *
 * @param room whom it is for: one user, everybody with a role, a hospital's staff, or everybody.
 *     Whether there is such a user is not known here
 * @param content 1 to {@value #LONGEST_CONTENT} characters (code points) of plain text
 * @param expiresAt {@code null}: never, for one user only
 */
record SystemNotice(Room room, String content, @Nullable Instant expiresAt) {

    static final int LONGEST_CONTENT = 4000;

    /** What many are told ends by itself, or newcomers would have years of it to read. */
    static final Duration BROADCAST_LIFE = Duration.ofDays(30);

    static final Duration LONGEST_LIFE = Duration.ofDays(366);

    private static final String WHOM =
            "(expected: one of user_id, role, hospital_id, or everyone: true)";
    private static final String ID = "no id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)";

    /**
     * @throws ProblemException naming every field that is wrong
     */
    static SystemNotice checked(NoticeRequest request, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        String content = request.content();
        UserText.objection(content, LONGEST_CONTENT)
                .ifPresent(o -> errors.add(new FieldError("content", o)));
        Room room = room(request, errors);
        Instant end = request.expiresAt();
        if (end != null && !(end.isAfter(now) && end.isBefore(now.plus(LONGEST_LIFE)))) {
            errors.add(new FieldError("expires_at", "(expected: in the future, within a year)"));
        }
        if (room == null || content == null || !errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        if (end == null && !(room instanceof Room.User)) {
            end = now.plus(BROADCAST_LIFE);
        }
        return new SystemNotice(room, content, end);
    }

    private static @Nullable Room room(NoticeRequest request, List<FieldError> errors) {
        Set<String> given = request.audiences();
        if (given.size() != 1) {
            String field = given.isEmpty() ? "user_id" : given.iterator().next();
            errors.add(new FieldError(field, (given.isEmpty() ? "missing " : "not alone ") + WHOM));
            return null;
        }
        String userId = request.userId();
        String role = request.role();
        String hospitalId = request.hospitalId();
        if (userId != null) {
            return isId("user_id", userId, errors) ? new Room.User(userId) : null;
        }
        if (role != null) {
            if (Arrays.stream(Role.values()).noneMatch(known -> known.name().equals(role))) {
                String known =
                        String.join(", ", Arrays.stream(Role.values()).map(Role::name).toList());
                errors.add(new FieldError("role", "(expected: one of " + known + ")"));
                return null;
            }
            return new Room.AudienceRole(role);
        }
        if (hospitalId != null) {
            return isId("hospital_id", hospitalId, errors)
                    ? new Room.AudienceHospital(hospitalId)
                    : null;
        }
        return new Room.AudienceAll();
    }

    private static boolean isId(String field, String id, List<FieldError> errors) {
        boolean isId = Room.ID.matcher(id).matches();
        if (!isId) {
            errors.add(new FieldError(field, ID));
        }
        return isId;
    }
}
