package dev.wardcast.alerts.ruledesk;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Named;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readings that the rules failed on. */
@Controller("/api/v1/alert-rules/quarantine")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class QuarantineController {

    private static final int MOST = 500;

    private final Database database;

    QuarantineController(@Named("alerts") Database database) {
        this.database = database;
    }

    /**
     * The newest first.
     *
     * @param limit 1 to 500; 100 if it is not said
     */
    @Get
    SetAsideList list(@QueryValue @Nullable Integer limit) throws SQLException {
        int size = limit == null ? 100 : limit;
        if (size < 1 || size > MOST) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: %d (expected: 1 to %d)".formatted(size, MOST));
        }
        return new SetAsideList(
                database.read(connection -> {
                    try (PreparedStatement select =
                            connection.prepareStatement(
                                    "select * from set_aside order by at desc, entry_id limit ?")) {
                        select.setInt(1, size);
                        try (ResultSet row = select.executeQuery()) {
                            return read(row);
                        }
                    }
                }));
    }

    private static List<SetAside> read(ResultSet row) throws SQLException {
        List<SetAside> found = new ArrayList<>();
        while (row.next()) {
            found.add(
                    new SetAside(
                            row.getInt("partition"),
                            row.getString("entry_id"),
                            row.getString("patient_id"),
                            row.getString("sample"),
                            row.getString("reason"),
                            row.getObject("at", OffsetDateTime.class).toInstant().toString()));
        }
        return found;
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record SetAsideList(List<SetAside> samples) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record SetAside(
            int partition,
            String entryId,
            String patientId,
            String sample,
            String reason,
            String at) {}
}
