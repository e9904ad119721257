package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A patient's history, for those who may see their vital signs. */
@Controller("/api/v1/patients/{id}/vitals")
@Secured(SecurityRule.IS_AUTHENTICATED)
class HistoryController {

    private final AccessDecisions access;
    private final PatientHistory history;

    HistoryController(AccessDecisions access, PatientHistory history) {
        this.access = access;
        this.history = history;
    }

    /**
     * @param type only this data_type
     * @param from earliest device time, inclusive, RFC 3339
     * @param to latest device time, exclusive
     * @param limit readings on a page, 1 to 1,000; 100 if it is not said
     * @param cursor next_cursor of the page before
     */
    @Get
    @PatientRead("vitals")
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Operation(summary = "Readings of a patient, newest first")
    HistoryPage history(
            Caller caller,
            String id,
            @Nullable @QueryValue String type,
            @Nullable @QueryValue String from,
            @Nullable @QueryValue String to,
            @Nullable @QueryValue Integer limit,
            @Nullable @QueryValue String cursor) {
        if (!Room.ID.matcher(id).matches()) {
            throw ProblemException.notFound("no_such_patient", "There is no such patient.");
        }
        AccessRefusals.require(access.maySee(caller, id, PatientScope.VITALS));
        HistoryQuery query = HistoryQuery.of(id, type, from, to, limit, cursor);
        PatientHistory.Page page = history.page(query);
        HistoryCursor next = page.next();
        return new HistoryPage(
                page.readings().stream().map(StoredReading::reading).toList(),
                next == null ? null : next.encode());
    }
}
