package dev.wardcast.vitals.fhir;

import dev.wardcast.vitals.history.ReadingId;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/** Where clients find us, by which resources are named. */
@Singleton
final class FhirBase {

    private final String address;

    FhirBase(@Value("${wardcast.public-url}") String publicUrl) {
        this.address = (publicUrl.endsWith("/") ? publicUrl : publicUrl + "/") + "fhir";
    }

    String address() {
        return address;
    }

    String observation(ReadingId id) {
        return address + "/Observation/" + id;
    }
}
