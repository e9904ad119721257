package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.vitals.fhir.Issue.Code;
import dev.wardcast.vitals.fhir.Issue.Severity;
import dev.wardcast.vitals.history.ReadingId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of one Observation. */
sealed interface Entry {

    /**
     * @param location the address of what was made of it
     */
    record Kept(Sample sample, ReadingId id, String location) implements Entry {}

    /** It was kept before. */
    record Repeated() implements Entry {}

    record Refused(HttpStatus status, List<Issue> issues) implements Entry {}

    /** As the answer to a post of it alone. */
    default HttpResponse<?> answer(HttpRequest<?> request) {
        return switch (this) {
            case Kept(Sample sample, ReadingId id, String location) -> {
                boolean minimal =
                        request.getHeaders().getAll("Prefer").stream()
                                .anyMatch(wish -> wish.contains("return=minimal"));
                MutableHttpResponse<?> created =
                        minimal
                                ? HttpResponse.status(HttpStatus.CREATED)
                                : FhirAnswers.of(
                                        request,
                                        HttpStatus.CREATED,
                                        ObservationWriter.toFhir(sample, id));
                yield created.header("Location", location);
            }
            case Repeated ignored ->
                    FhirAnswers.refusal(request, HttpStatus.OK, List.of(keptBefore()));
            case Refused(HttpStatus status, List<Issue> issues) ->
                    FhirAnswers.refusal(request, status, issues);
        };
    }

    /** As an entry of the answer to a Bundle. */
    default Map<String, Object> toFhir() {
        Map<String, Object> response = new LinkedHashMap<>();
        switch (this) {
            case Kept(Sample sample, ReadingId id, String location) -> {
                response.put("status", FhirAnswers.status(HttpStatus.CREATED));
                response.put("location", location);
                response.put("lastModified", sample.receivedAt());
            }
            case Repeated ignored -> {
                response.put("status", FhirAnswers.status(HttpStatus.OK));
                response.put("outcome", Issue.outcome(List.of(keptBefore())));
            }
            case Refused(HttpStatus status, List<Issue> issues) -> {
                response.put("status", FhirAnswers.status(status));
                response.put("outcome", Issue.outcome(issues));
            }
        }
        return Map.of("response", response);
    }

    private static Issue keptBefore() {
        return new Issue(
                Severity.INFORMATION,
                Code.DUPLICATE,
                "An Observation with this identifier was kept before; this one changed nothing.",
                null);
    }
}
