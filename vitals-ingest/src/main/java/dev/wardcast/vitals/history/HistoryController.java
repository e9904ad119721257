package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.history.HistoryTable.Row;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.transaction.TransactionOperations;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.inject.Named;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A patient's history, for those who may see their vital signs. */
@Controller("/api/v1/patients/{id}/vitals")
@Secured(SecurityRule.IS_AUTHENTICATED)
class HistoryController {

    private final AccessDecisions access;
    private final TransactionOperations<Connection> transactions;

    HistoryController(
            AccessDecisions access,
            @Named("vitals") TransactionOperations<Connection> transactions) {
        this.access = access;
        this.transactions = transactions;
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
        List<Row> rows =
                transactions.executeRead(
                        status -> HistoryTable.page(status.getConnection(), query));
        return page(rows, query.limit());
    }

    private static HistoryPage page(List<Row> rows, int limit) {
        boolean more = rows.size() > limit;
        List<Row> shown = more ? rows.subList(0, limit) : rows;
        return new HistoryPage(
                shown.stream().map(Row::reading).toList(),
                more ? shown.getLast().place().encode() : null);
    }
}
