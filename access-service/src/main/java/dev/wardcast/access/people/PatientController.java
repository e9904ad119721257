package dev.wardcast.access.people;

import dev.wardcast.access.projection.Projector;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Registers patients. */
@Controller("/api/v1/patients")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class PatientController {

    private final PatientRegistry registry;
    private final Projector projector;

    PatientController(PatientRegistry registry, Projector projector) {
        this.registry = registry;
        this.projector = projector;
    }

    /**
     * @param patientId one from outside is kept; without it a new one is made
     * @param hospitalId where the patient is admitted at once
     */
    @Serdeable
    record NewPatient(
            @Nullable @Pattern(regexp = Ids.PATTERN) String patientId,
            @Nullable @Size(min = 1, max = 200) String name,
            @Nullable @Pattern(regexp = Ids.PATTERN) String hospitalId) {}

    @Serdeable
    record Registered(String patientId, List<String> hospitals) {}

    @Post
    @Status(HttpStatus.CREATED)
    Registered register(@Body @Valid NewPatient patient) {
        String id = patient.patientId() == null ? Ids.next() : patient.patientId();
        registry.register(id, patient.name(), patient.hospitalId());
        projector.project();
        return new Registered(
                id, patient.hospitalId() == null ? List.of() : List.of(patient.hospitalId()));
    }
}
