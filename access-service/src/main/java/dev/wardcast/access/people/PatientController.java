package dev.wardcast.access.people;

import dev.wardcast.access.page.OfPatient;
import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.audit.PatientRead.AboutPatients;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import dev.wardcast.kit.text.WholeNumber;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patients. Names are looked for in bodies only: a URL stays in logs and histories. */
@Controller("/api/v1/patients")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class PatientController {

    private static final int LONGEST_NAME = 200;

    private final PatientRegistry registry;
    private final PatientList list;
    private final Patients patients;
    private final Projector projector;

    PatientController(
            PatientRegistry registry, PatientList list, Patients patients, Projector projector) {
        this.registry = registry;
        this.list = list;
        this.patients = patients;
        this.projector = projector;
    }

    /**
     * @param patientId one from outside is kept; without it a new one is made
     * @param hospitalId where the patient is admitted at once
     */
    @Serdeable
    record NewPatient(
            @Nullable @Pattern(regexp = Ids.PATTERN) String patientId,
            @Nullable @Size(min = 1, max = LONGEST_NAME) String name,
            @Nullable @Pattern(regexp = Ids.PATTERN) String hospitalId) {}

    @Serdeable
    record Registered(String patientId, List<String> hospitals) {}

    @Serdeable
    record NewName(@NotNull @Size(min = 1, max = LONGEST_NAME) String name) {}

    /**
     * @param name a part of it, in whatever case
     */
    @Serdeable
    record Search(
            @NotNull @Size(min = 1, max = LONGEST_NAME) String name,
            @Nullable @Pattern(regexp = Ids.PATTERN) String hospitalId,
            @Nullable @Serdeable.Deserializable(using = WholeNumber.class) Integer limit,
            @Nullable String cursor) {}

    @Serdeable
    record Listed(String patientId, @Nullable String name) implements OfPatient {
        static Listed of(PatientRow row) {
            return new Listed(row.id(), row.name());
        }
    }

    /**
     * @param caregivers those with a grant that counts now
     * @param devices bound to the patient now, as {@code type:id}
     */
    @Serdeable
    record Patient(
            String patientId,
            @Nullable String name,
            List<String> hospitals,
            List<String> caregivers,
            List<String> therapists,
            List<String> devices)
            implements AboutPatients {
        @Override
        public List<String> aboutPatients() {
            return List.of(patientId);
        }
    }

    @Post
    @Status(HttpStatus.CREATED)
    Registered register(@Body @Valid NewPatient patient, Actor by) {
        PlainText.require("name", patient.name());
        String id = patient.patientId() == null ? Ids.next() : patient.patientId();
        registry.register(id, patient.name(), patient.hospitalId(), by);
        projector.project();
        return new Registered(
                id, patient.hospitalId() == null ? List.of() : List.of(patient.hospitalId()));
    }

    /**
     * In the order of their ids.
     *
     * @param q how the id begins
     * @param hospital where they are
     */
    @Get
    @PatientRead(value = "patient", search = true)
    Page<Listed> list(
            @QueryValue @Nullable String q,
            @QueryValue @Nullable String hospital,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        if (hospital != null) {
            Ids.require("hospital", hospital);
        }
        if (q != null) {
            Ids.require("q", q);
        }
        return page(Paging.of(limit, cursor), q, null, hospital);
    }

    /** By name. */
    @Post("/search")
    @PatientRead(value = "patient", search = true)
    Page<Listed> search(@Body @Valid Search search) {
        PlainText.require("name", search.name());
        return page(
                Paging.of(search.limit(), search.cursor()),
                null,
                search.name(),
                search.hospitalId());
    }

    @Get("/{id}")
    @PatientRead(value = "patient", id = "id")
    Patient get(String id) {
        Ids.require("id", id);
        PatientRow row = list.find(id).orElseThrow(PatientController::unknown);
        return new Patient(
                row.id(),
                row.name(),
                patients.hospitalsOf(id),
                list.caregiversOf(id),
                list.therapistsOf(id),
                list.devicesOf(id));
    }

    @Patch("/{id}")
    Listed rename(String id, @Body @Valid NewName name, Actor by) {
        Ids.require("id", id);
        PlainText.require("name", name.name());
        registry.rename(id, name.name(), by);
        projector.project();
        return new Listed(id, name.name());
    }

    private Page<Listed> page(
            Paging paging,
            @Nullable String prefix,
            @Nullable String name,
            @Nullable String hospital) {
        return Page.of(
                list.page(paging.after(), prefix, name, hospital, paging.oneMore()),
                paging,
                PatientRow::id,
                Listed::of);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown_patient", "There is no such patient.");
    }
}
