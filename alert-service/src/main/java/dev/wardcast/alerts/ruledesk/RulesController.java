package dev.wardcast.alerts.ruledesk;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.definition.RuleReader;
import dev.wardcast.alerts.rulebook.RuleEdits;
import dev.wardcast.alerts.rulebook.RuleRows;
import dev.wardcast.alerts.rulebook.RuleVersion;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of all patients. */
@Controller("/api/v1/alert-rules")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class RulesController {

    private final Database database;
    private final RuleRows rows;
    private final RuleEdits edits;

    RulesController(@Named("alerts") Database database, RuleRows rows, RuleEdits edits) {
        this.database = database;
        this.rows = rows;
        this.edits = edits;
    }

    /** The version of each rule that holds. */
    @Get
    @Secured({"ADMIN", "DOCTOR", "NURSE"})
    RuleList list() throws SQLException {
        return new RuleList(database.read(rows::all));
    }

    /** The version of one rule that holds; its number is the ETag. */
    @Get("/{id}")
    @Secured({"ADMIN", "DOCTOR", "NURSE"})
    HttpResponse<RuleVersion> get(String id) throws SQLException {
        return tagged(
                HttpResponse.ok(),
                database.read(connection -> rows.newest(connection, id))
                        .orElseThrow(RulesController::unknown));
    }

    /** Every version of one rule, the newest first. */
    @Get("/{id}/versions")
    RuleList versions(String id) throws SQLException {
        List<RuleVersion> versions = database.read(connection -> rows.history(connection, id));
        if (versions.isEmpty()) {
            throw unknown();
        }
        return new RuleList(versions);
    }

    /** Makes a rule: {@code rule_id} and the fields of its definition. */
    @Post
    HttpResponse<RuleVersion> create(Actor actor, @Body JsonNode body) throws SQLException {
        JsonNode id = body.isObject() ? body.get("rule_id") : null;
        if (id == null || !id.isString() || !RuleReader.ID.matcher(id.getStringValue()).matches()) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("rule_id", "(expected: 1 to 64 of a-z 0-9 _)")));
        }
        return tagged(HttpResponse.created(""), edits.create(actor, id.getStringValue(), body));
    }

    /**
     * Replaces a rule.
     *
     * @param ifMatch the version that was read
     */
    @Put("/{id}")
    HttpResponse<RuleVersion> replace(
            Actor actor,
            String id,
            @Header("If-Match") @Nullable String ifMatch,
            @Body JsonNode body)
            throws SQLException {
        return tagged(HttpResponse.ok(), edits.replace(actor, id, expected(ifMatch, body), body));
    }

    /** Switches a rule off. Its alerts end, its versions stay. */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void disable(Actor actor, String id) throws SQLException {
        edits.disable(actor, id);
    }

    private static int expected(@Nullable String ifMatch, JsonNode body) {
        JsonNode field = body.isObject() ? body.get("version") : null;
        String text =
                ifMatch != null
                        ? ifMatch.replace("W/", "").replace("\"", "").strip()
                        : field == null ? "" : field.coerceStringValue();
        if (!text.matches("\\d{1,9}")) {
            throw ProblemException.of(
                    HttpStatus.PRECONDITION_REQUIRED,
                    "version_required",
                    "If-Match (expected: the version that was read, here or as version)");
        }
        return Integer.parseInt(text);
    }

    private static HttpResponse<RuleVersion> tagged(
            MutableHttpResponse<?> response, RuleVersion version) {
        return response.body(version).header("ETag", "\"" + version.version() + "\"");
    }

    static ProblemException unknown() {
        return ProblemException.notFound("unknown_rule", "There is no such rule.");
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record RuleList(List<RuleVersion> rules) {}
}
