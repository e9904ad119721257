package dev.wardcast.alerts.statistics;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Figures of alerts: for an ADMIN of everybody, for a DOCTOR or NURSE of their patients. */
@Controller("/api/v1/alerts/statistics")
@Secured({"ADMIN", "DOCTOR", "NURSE"})
@ExecuteOn(TaskExecutors.BLOCKING)
class StatisticsController {

    private static final Duration LONGEST = Duration.ofDays(92);
    private static final Duration USUAL = Duration.ofDays(7);

    private final AccessDecisions access;
    private final People people;
    private final StatisticsQuery query;
    private final Clock clock = Clock.systemUTC();

    StatisticsController(AccessDecisions access, People people, StatisticsQuery query) {
        this.access = access;
        this.people = people;
        this.query = query;
    }

    /** Of the last seven days unless asked for others; of 92 days at most. */
    @Get
    AlertStatistics statistics(
            Caller caller,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue("hospital_id") @Nullable String hospitalId,
            @QueryValue("patient_id") @Nullable String patientId)
            throws SQLException {
        Instant end = to == null ? clock.instant() : time("to", to);
        Instant begin = from == null ? end.minus(USUAL) : time("from", from);
        if (!begin.isBefore(end) || Duration.between(begin, end).compareTo(LONGEST) > 0) {
            throw ProblemException.badRequest(
                    "invalid_from",
                    "from (expected: before to, and at most %d days before it)"
                            .formatted(LONGEST.toDays()));
        }
        return query.of(begin, end, patients(caller, hospitalId, patientId));
    }

    /** {@code null}: everybody's. */
    private @Nullable Set<String> patients(
            Caller caller, @Nullable String hospitalId, @Nullable String patientId) {
        requireId("hospital_id", hospitalId);
        requireId("patient_id", patientId);
        if (patientId != null) {
            AccessRefusals.require(access.maySee(caller, patientId, PatientScope.ALERTS));
        }
        boolean everybody = caller.has(Role.ADMIN);
        if (everybody) {
            AccessRefusals.require(access.hasRole(caller, Role.ADMIN));
        }
        Set<String> of =
                patientId != null
                        ? Set.of(patientId)
                        : everybody
                                ? null
                                : AccessRefusals.await(
                                        people.patientsOf(caller, PatientScope.ALERTS));
        if (hospitalId == null) {
            return of;
        }
        Set<String> there = new HashSet<>(AccessRefusals.await(people.patientsIn(hospitalId)));
        if (of != null) {
            there.retainAll(of);
        }
        return there;
    }

    private static void requireId(String name, @Nullable String id) {
        if (id != null && !Room.ID.matcher(id).matches()) {
            throw ProblemException.badRequest(
                    "invalid_" + name, name + " (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
    }

    private static Instant time(String name, String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(Instant.EPOCH)
                    || time.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
                throw new DateTimeException("out of range");
            }
            return time;
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(
                    "invalid_" + name, name + " (expected: a time such as 2026-01-31T12:00:00Z)");
        }
    }
}
