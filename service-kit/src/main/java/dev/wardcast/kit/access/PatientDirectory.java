package dev.wardcast.kit.access;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Which patients there are and where they are, from the projection: for whoever announces something
 * to a hospital or takes readings in. Everything fails with {@link
 * AccessDecisions.AccessUnknownException} while the projection is away.
 */
@Singleton
public final class PatientDirectory {

    private final Projection projection;

    PatientDirectory(Projection projection) {
        this.projection = projection;
    }

    /** Whether access-service has such a patient. */
    public CompletionStage<Boolean> isKnown(String patientId) {
        return projection.patient(patientId).thenApply(Optional::isPresent);
    }

    /**
     * @return ids of the hospitals where the patient is admitted now; empty for an unknown one
     */
    public CompletionStage<List<String>> hospitalsOf(String patientId) {
        return projection
                .patient(patientId)
                .thenApply(found -> found.map(PatientDocument::hospitals).orElse(List.of()));
    }
}
