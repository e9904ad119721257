package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;

/** A patient's history, for those who may see their vital signs. */
@Controller("/api/v1/patients/{id}/vitals")
@Secured(SecurityRule.IS_AUTHENTICATED)
class HistoryController {

    private final AccessDecisions access;
    private final PatientHistory history;
    private final PatientSummaries summaries;

    HistoryController(AccessDecisions access, PatientHistory history, PatientSummaries summaries) {
        this.access = access;
        this.history = history;
        this.summaries = summaries;
    }

    /**
     * @param type only this data_type
     * @param from earliest device time, inclusive, RFC 3339
     * @param to latest device time, exclusive
     * @param limit readings on a page, 1 to 1,000, or summaries, 1 to 1,500; 100 if it is not said
     * @param cursor next_cursor of the page before
     * @param resolution 1m, 5m, 15m, 1h or 1d: sums readings up in buckets of this length
     */
    @Get
    @PatientRead("vitals")
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Operation(summary = "Readings of a patient, newest first, or summaries of them")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(oneOf = {HistoryPage.class, SummaryPage.class})))
    HttpResponse<?> history(
            Caller caller,
            String id,
            @Nullable @QueryValue String type,
            @Nullable @QueryValue String from,
            @Nullable @QueryValue String to,
            @Nullable @QueryValue Integer limit,
            @Nullable @QueryValue String cursor,
            @Nullable @QueryValue String resolution) {
        if (!Room.ID.matcher(id).matches()) {
            throw ProblemException.notFound("no_such_patient", "There is no such patient.");
        }
        AccessRefusals.require(access.maySee(caller, id, PatientScope.VITALS));
        if (resolution != null) {
            SummaryQuery query = SummaryQuery.of(id, resolution, type, from, to, limit, cursor);
            return HttpResponse.ok(SummaryPage.of(query, summaries.page(query)));
        }
        HistoryQuery query = HistoryQuery.of(id, type, from, to, limit, cursor);
        return HttpResponse.ok(HistoryPage.of(history.page(query)));
    }
}
