package dev.wardcast.access.people;

import dev.wardcast.access.page.OfPatient;
import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.PatientRead;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The patients of whoever asks: whom a board shows them. */
@Controller("/api/v1/me/patients")
@Secured({"ADMIN", "PATIENT", "CAREGIVER", "THERAPIST", "DOCTOR", "NURSE", "DISPATCHER"})
@ExecuteOn(TaskExecutors.BLOCKING)
class MyPatientsController {

    private final PatientList list;
    private final People people;
    private final AccessDecisions access;

    MyPatientsController(PatientList list, People people, AccessDecisions access) {
        this.list = list;
        this.people = people;
        this.access = access;
    }

    /**
     * @param name for those who may see the patient's record
     * @param scopes what of the patient the caller may see
     */
    @Serdeable
    record Mine(String patientId, @Nullable String name, List<PatientScope> scopes)
            implements OfPatient {}

    /** In the order of their ids; {@code next_cursor} leads on where there are more. */
    @Get
    @PatientRead(value = "patient", search = true)
    Page<Mine> list(
            Caller caller,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        Paging paging = Paging.of(limit, cursor);
        if (caller.has(Role.ADMIN)) {
            AccessRefusals.require(access.hasRole(caller, Role.ADMIN));
            return Page.of(
                    list.page(paging.after(), null, null, null, paging.oneMore()),
                    paging,
                    PatientRow::id,
                    row -> mine(row, scope -> true));
        }
        Set<String> alerts = of(caller, PatientScope.ALERTS);
        Set<String> vitals = of(caller, PatientScope.VITALS);
        Set<String> records = of(caller, PatientScope.RECORD);
        Set<String> sessions = of(caller, PatientScope.SESSIONS);
        return Page.of(
                alerts.isEmpty() ? List.of() : list.some(alerts, paging.after(), paging.oneMore()),
                paging,
                PatientRow::id,
                row ->
                        mine(
                                row,
                                scope ->
                                        switch (scope) {
                                            case ALERTS -> true;
                                            case VITALS -> vitals.contains(row.id());
                                            case RECORD -> records.contains(row.id());
                                            case SESSIONS -> sessions.contains(row.id());
                                        }));
    }

    private Set<String> of(Caller caller, PatientScope scope) {
        return AccessRefusals.await(people.patientsOf(caller, scope));
    }

    private static Mine mine(PatientRow row, Predicate<PatientScope> may) {
        List<PatientScope> scopes = List.of(PatientScope.values()).stream().filter(may).toList();
        return new Mine(row.id(), may.test(PatientScope.RECORD) ? row.name() : null, scopes);
    }
}
