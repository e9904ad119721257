package dev.wardcast.gateway.trial;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.Position;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Publishes an event by hand; there only where an operator wants it. */
@Controller("/realtime/test")
@Requires(property = "wardcast.gateway.test-publish", value = StringUtils.TRUE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "trial")
class TrialController {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int RETRY_SECONDS = 2;

    private final AccessDecisions access;
    private final EventLog log;
    private final Keys keys;
    private final JsonMapper json;

    TrialController(AccessDecisions access, EventLog log, LogOptions options, JsonMapper json) {
        this.access = access;
        this.log = log;
        this.keys = new Keys(options.partitions());
        this.json = json;
    }

    @Post("/publish")
    @Status(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Publishes an event to the room that its type and its ids name",
            description = "All fields but event_type become the event's data.")
    @ApiResponse(responseCode = "202", description = "the event is in its room's buffer")
    @ApiResponse(responseCode = "400", description = "event_type is missing")
    @ApiResponse(responseCode = "403", description = "no ADMIN")
    @ApiResponse(responseCode = "404", description = "switched off")
    @ApiResponse(responseCode = "422", description = "an id is missing, or there is no such type")
    Published publish(Caller caller, @Body JsonNode body) throws IOException {
        AccessRefusals.require(access.hasRole(caller, Role.ADMIN));
        TrialEvent event = TrialEvent.parse(body);
        String id = TimeOrderedIds.next();
        var appended = publish(event, id);
        String room = event.room().name();
        Position position =
                Position.of(keys.partitionOf(room), new Cursor(appended.epoch(), appended.clock()));
        return new Published(id, event.type().wireName(), room, position.text());
    }

    private EventLog.Appended publish(TrialEvent event, String id) throws IOException {
        byte[] data = data(event.fields());
        try {
            return log.publish(event.toPublish(id, Instant.now(), data))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException away) {
            throw ProblemException.retryLater(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "log_unavailable",
                    "The event could not be published now.",
                    RETRY_SECONDS);
        }
    }

    private byte[] data(JsonNode fields) throws IOException {
        Map<String, JsonNode> data = new LinkedHashMap<>();
        fields.entries().forEach(field -> data.put(field.getKey(), field.getValue()));
        data.remove(TrialEvent.TYPE);
        byte[] bytes = json.writeValueAsBytes(JsonNode.createObjectNode(data));
        if (bytes.length > MOST_BYTES) {
            throw ProblemException.unprocessable(
                    List.of(
                            new FieldError(
                                    "data", "expected: at most " + MOST_BYTES + " bytes of JSON")));
        }
        return bytes;
    }

    /**
     * @param cursor position after the event, from which a client may go on
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Published(String eventId, String eventType, String room, String cursor) {}
}
