package dev.wardcast.gateway.presence;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.audit.StreamAudit;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Who is connected, on all nodes. */
@Controller("/realtime")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "presence")
class PresenceController {

    private final PresenceAccess access;
    private final Presence presence;
    private final StreamAudit audit;

    PresenceController(PresenceAccess access, Presence presence, StreamAudit audit) {
        this.access = access;
        this.presence = presence;
        this.audit = audit;
    }

    @Get("/presence/{room}")
    @Operation(summary = "Who is connected to a room, on all nodes")
    @ApiResponse(responseCode = "200", description = "users with their connections")
    @ApiResponse(responseCode = "400", description = "there is no room of that form")
    @ApiResponse(responseCode = "401", description = "no valid token")
    @ApiResponse(responseCode = "403", description = "neither ADMIN, nor staff of that room")
    RoomAnswer room(Caller caller, Actor actor, String room) {
        Room wanted = parse(room);
        try {
            access.requireSight(caller, wanted);
        } catch (ProblemException refusal) {
            if (refusal.status() == HttpStatus.FORBIDDEN) {
                audit.askedWhoIsIn(actor, wanted, refusal.code());
            }
            throw refusal;
        }
        audit.askedWhoIsIn(actor, wanted, null);
        return new RoomAnswer(true, presence.in(wanted), now());
    }

    @Get("/stats")
    @Operation(summary = "Connections of all nodes")
    @ApiResponse(responseCode = "200", description = "by room, by user and by node")
    @ApiResponse(responseCode = "401", description = "no valid token")
    @ApiResponse(responseCode = "403", description = "no ADMIN")
    StatisticsAnswer statistics(Caller caller) {
        access.requireAdmin(caller);
        return new StatisticsAnswer(true, presence.statistics(), now());
    }

    @Serdeable
    record RoomAnswer(boolean success, RoomPresence data, Instant timestamp) {}

    @Serdeable
    record StatisticsAnswer(boolean success, Statistics data, Instant timestamp) {}

    private static Room parse(String name) {
        try {
            return Room.parse(name);
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.badRequest(
                    "invalid_room", String.valueOf(malformed.getMessage()));
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
