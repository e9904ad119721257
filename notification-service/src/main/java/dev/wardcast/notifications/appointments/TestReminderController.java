package dev.wardcast.notifications.appointments;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import dev.wardcast.notifications.text.UserText;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.transaction.TransactionOperations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Named;
import java.sql.Connection;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reminder of nothing, for trying a client; there only where an operator wants it. */
@Controller("/api/test")
@Requires(property = "wardcast.notifications.test-endpoints", value = StringUtils.TRUE)
@Secured({"PATIENT", "CAREGIVER", "DOCTOR", "NURSE", "THERAPIST", "DISPATCHER", "ADMIN"})
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "trial")
class TestReminderController {

    private static final int LONGEST_CONTENT = 4_000;

    private final AccessDecisions access;
    private final TransactionOperations<Connection> transactions;
    private final ReminderEvents events;
    private final Outbox outbox;

    TestReminderController(
            AccessDecisions access,
            @Named("notifications") TransactionOperations<Connection> transactions,
            ReminderEvents events,
            Outbox outbox) {
        this.access = access;
        this.transactions = transactions;
        this.events = events;
        this.outbox = outbox;
    }

    /** Sends a reminder to the caller's own stream. */
    @Post("/appointment-reminder")
    @Status(HttpStatus.ACCEPTED)
    @Operation(summary = "Sends a reminder to the caller's own stream")
    @ApiResponse(responseCode = "202", description = "on its way")
    @ApiResponse(responseCode = "404", description = "switched off")
    Sent send(Caller caller, @Body Request request) {
        AccessRefusals.require(access.mayFollow(caller, new Room.User(caller.userId())));
        ReminderEvent reminder = request.checked();
        transactions.executeWrite(status -> {
            outbox.add(
                    Objects.requireNonNull(status.getConnection()),
                    List.of(events.forUser(caller.userId(), reminder, null)));
            return reminder;
        });
        return new Sent(true, reminder);
    }

    @Serdeable
    record Sent(boolean success, ReminderEvent event) {}

    /**
     * @param appointmentId 1 to 64 of {@code A-Z a-z 0-9 . _ -}
     * @param time such as {@code 2026-11-25T08:30:00Z}
     * @param content 1 to 4,000 characters
     */
    @Serdeable
    record Request(
            @com.fasterxml.jackson.annotation.JsonProperty("appointmentId")
                    @Nullable String appointmentId,
            @Nullable String time,
            @Nullable String content) {

        ReminderEvent checked() {
            List<FieldError> errors = new ArrayList<>();
            String id = appointmentId == null ? "" : appointmentId;
            if (!Room.ID.matcher(id).matches()) {
                errors.add(new FieldError("appointmentId", "(expected: an id)"));
            }
            String text = content == null ? "" : content;
            if (!UserText.isSeen(text)
                    || text.length() > LONGEST_CONTENT
                    || !PlainText.isPlainLines(text)) {
                errors.add(new FieldError("content", "(expected: 1 to 4000 characters of text)"));
            }
            Instant when = Instant.EPOCH;
            try {
                when = Instant.parse(time == null ? "" : time);
            } catch (DateTimeException e) {
                errors.add(new FieldError("time", "(expected: such as 2026-11-25T08:30:00Z)"));
            }
            if (!errors.isEmpty()) {
                throw ProblemException.unprocessable(errors);
            }
            return ReminderEvent.of(id, when.toString(), text, Instant.now());
        }
    }
}
