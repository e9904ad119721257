package dev.wardcast.kit.access;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where a patient is, from the projection: for whoever announces something to a hospital. */
@Singleton
public final class PatientHospitals {

    private final Projection projection;

    PatientHospitals(Projection projection) {
        this.projection = projection;
    }

    /**
     * @return ids of the hospitals where the patient is admitted now; empty for an unknown one.
     *     Fails with {@link AccessDecisions.AccessUnknownException} while the projection is away
     */
    public CompletionStage<List<String>> of(String patientId) {
        return projection
                .patient(patientId)
                .thenApply(found -> found.map(PatientDocument::hospitals).orElse(List.of()));
    }
}
