package dev.wardcast.access.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.access.audit.AuditQuery.Place;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did what, to whose data. Looking it up is itself such an act. */
@Controller("/api/v1/audit")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "audit")
class AuditController {

    private final AuditTable table;
    private final AuditTrail trail;

    AuditController(AuditTable table, AuditTrail trail) {
        this.table = table;
        this.trail = trail;
    }

    /**
     * The newest entries first; {@code next_cursor} leads on where there are more.
     *
     * @param patientId whose data it was
     * @param userId who did it
     * @param action for instance {@code PATIENT_READ}
     * @param outcome {@code ALLOWED}, {@code REFUSED} or {@code FAILED}
     * @param from earliest time, inclusive, RFC 3339
     * @param to latest time, exclusive
     * @param limit entries on a page, 1 to 500; 50 if it is not said
     * @param cursor next_cursor of the page before
     */
    @Get
    @ApiResponse(responseCode = "200", description = "entries, newest first")
    @ApiResponse(responseCode = "400", description = "a parameter is wrong")
    @ApiResponse(responseCode = "403", description = "the caller is no ADMIN")
    Page search(
            Actor actor,
            @QueryValue("patient_id") @Nullable String patientId,
            @QueryValue("user_id") @Nullable String userId,
            @QueryValue @Nullable String action,
            @QueryValue @Nullable String outcome,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor)
            throws SQLException {
        AuditQuery query =
                AuditQuery.of(patientId, userId, action, outcome, from, to, limit, cursor);
        List<Entry> found = table.search(query, query.limit() + 1);
        trail.record(
                AuditEntry.of(actor, AuditAction.AUDIT_SEARCHED)
                        .on("audit", null)
                        .patients(patientId == null ? List.of() : List.of(patientId))
                        .detail(query.inWords()));
        if (found.size() <= query.limit()) {
            return new Page(found, null);
        }
        Entry last = found.get(query.limit() - 1);
        Place place = new Place(last.at(), java.util.UUID.fromString(last.id()));
        return new Page(found.subList(0, query.limit()), place.cursor());
    }

    /**
     * @param nextCursor {@code null} at the end
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<Entry> entries, @Nullable String nextCursor) {}

    /**
     * @param actorKind {@code USER}, {@code DEVICE}, {@code SERVICE} or {@code UNKNOWN}
     * @param address of the client
     * @param correlationId the same in all that one request caused
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Entry(
            String id,
            Instant at,
            String actorKind,
            @Nullable String actorId,
            List<String> actorRoles,
            @Nullable String tokenId,
            @Nullable String address,
            String correlationId,
            String action,
            String resourceType,
            @Nullable String resourceId,
            List<EntryPatient> patients,
            String outcome,
            @Nullable String reason,
            @Nullable String detail) {}

    /**
     * @param events how many events of this patient went out, for {@code DELIVERED}
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record EntryPatient(String patientId, @Nullable Integer events) {}
}
