package dev.wardcast.alerts.scores;

import dev.wardcast.alerts.work.LatestScores;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.audit.PatientRead.AboutPatients;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Early warning scores as they stand. They tell vital signs, so they are for who may see those. */
@Controller("/api/v1/alerts/news2")
@ExecuteOn(TaskExecutors.BLOCKING)
class ScoresController {

    private static final int MOST = 100;

    private final AccessDecisions access;
    private final LatestScores scores;

    ScoresController(AccessDecisions access, LatestScores scores) {
        this.access = access;
        this.scores = scores;
    }

    /**
     * NEWS2 (Royal College of Physicians, 2017). Patients of whom nothing was measured, and those
     * whose rule is off, are left out.
     *
     * @param patientIds 1 to 100, separated by commas or repeated
     */
    @Get
    @PatientRead("scores")
    Scores list(Caller caller, @QueryValue("patient_id") @Nullable List<String> patientIds)
            throws SQLException {
        SortedSet<String> asked = asked(patientIds);
        for (String patientId : asked) {
            AccessRefusals.require(access.maySee(caller, patientId, PatientScope.VITALS));
        }
        return new Scores(
                scores.of(asked).entrySet().stream()
                        .map(found -> ShownScore.of(found.getKey(), found.getValue()))
                        .toList());
    }

    private static SortedSet<String> asked(@Nullable List<String> patientIds) {
        if (patientIds == null || patientIds.isEmpty() || patientIds.size() > MOST) {
            throw ProblemException.badRequest(
                    "invalid_patient_id",
                    "patient_id: %d of them (expected: 1 to %d)"
                            .formatted(patientIds == null ? 0 : patientIds.size(), MOST));
        }
        for (String patientId : patientIds) {
            if (!Room.ID.matcher(patientId).matches()) {
                throw ProblemException.badRequest(
                        "invalid_patient_id", "patient_id (expected: 1 to 64 of A-Za-z0-9._-)");
            }
        }
        return new TreeSet<>(patientIds);
    }

    @Serdeable
    record Scores(List<ShownScore> scores) implements AboutPatients {
        @Override
        public List<String> aboutPatients() {
            return scores.stream().map(ShownScore::patientId).toList();
        }
    }
}
