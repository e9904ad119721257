package dev.wardcast.vitals.fhir;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Resources as answers. */
final class FhirAnswers {

    static final String FHIR_JSON = "application/fhir+json";

    private static final MediaType FHIR = MediaType.of(FHIR_JSON);

    private FhirAnswers() {}

    static MutableHttpResponse<byte[]> of(
            HttpRequest<?> request, HttpStatus status, Map<String, ?> resource) {
        return HttpResponse.<byte[]>status(status)
                .body(FhirJson.write(resource))
                .contentType(typeFor(request));
    }

    static MutableHttpResponse<byte[]> refusal(
            HttpRequest<?> request, HttpStatus status, List<Issue> issues) {
        return of(request, status, Issue.outcome(issues));
    }

    /** Plain JSON only for those who name it and not FHIR's own. */
    static MediaType typeFor(HttpRequest<?> request) {
        Collection<MediaType> accepted = request.accept();
        boolean plain = accepted.contains(MediaType.APPLICATION_JSON_TYPE);
        return plain && !accepted.contains(FHIR) ? MediaType.APPLICATION_JSON_TYPE : FHIR;
    }

    /** As it stands in an entry of a Bundle. */
    static String status(HttpStatus status) {
        return status == HttpStatus.OK ? "200 OK" : status.getCode() + " " + status.getReason();
    }
}
