package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * What decisions need to know about a patient.
 *
 * @param hospitals where the patient is admitted now
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record PatientDocument(List<String> hospitals) {
    PatientDocument {
        hospitals = List.copyOf(hospitals);
    }
}
