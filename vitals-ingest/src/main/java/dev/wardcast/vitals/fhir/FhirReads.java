package dev.wardcast.vitals.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.history.HistoryCursor;
import dev.wardcast.vitals.history.PatientHistory;
import dev.wardcast.vitals.history.ReadingId;
import dev.wardcast.vitals.history.StoredReading;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A patient's history as Observations, for those who may see their vital signs. */
@Controller("/fhir/Observation")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Produces({FhirAnswers.FHIR_JSON, MediaType.APPLICATION_JSON})
@ExecuteOn(TaskExecutors.BLOCKING)
class FhirReads {

    private final AccessDecisions access;
    private final PatientHistory history;
    private final FhirBase base;

    FhirReads(AccessDecisions access, PatientHistory history, FhirBase base) {
        this.access = access;
        this.history = history;
        this.base = base;
    }

    @Get
    @PatientRead("vitals")
    @Operation(
            summary = "Search a patient's Observations, newest first",
            parameters = {
                @Parameter(name = "patient", in = ParameterIn.QUERY, required = true),
                @Parameter(name = "code", in = ParameterIn.QUERY),
                @Parameter(name = "category", in = ParameterIn.QUERY),
                @Parameter(name = "date", in = ParameterIn.QUERY),
                @Parameter(name = "_count", in = ParameterIn.QUERY)
            })
    HttpResponse<?> search(Caller caller, HttpRequest<?> request) {
        Map<String, List<String>> parameters = request.getParameters().asMap();
        SearchQuestion question = SearchQuestion.of(parameters);
        requireSeen(caller, question.patient());
        PatientHistory.Page page =
                question.canFind()
                        ? history.page(question.query())
                        : new PatientHistory.Page(List.of(), null);
        return FhirAnswers.of(request, HttpStatus.OK, searchset(page, parameters));
    }

    /**
     * @param id of an Observation
     */
    @Get("/{id}")
    @PatientRead(value = "vitals", id = "id")
    @Operation(summary = "Read one Observation")
    HttpResponse<?> read(Caller caller, HttpRequest<?> request, String id) {
        StoredReading found =
                ReadingId.parse(id)
                        .flatMap(history::find)
                        .orElseThrow(() ->
                                ProblemException.notFound(
                                        "no_such_observation", "There is no such Observation."));
        requireSeen(caller, found.reading().patientId());
        return FhirAnswers.of(
                request, HttpStatus.OK, ObservationWriter.toFhir(found.reading(), found.id()));
    }

    private void requireSeen(Caller caller, String patient) {
        if (!Room.ID.matcher(patient).matches()) {
            throw ProblemException.notFound("no_such_patient", "There is no such patient.");
        }
        AccessRefusals.require(access.maySee(caller, patient, PatientScope.VITALS));
    }

    private Map<String, Object> searchset(
            PatientHistory.Page page, Map<String, List<String>> parameters) {
        List<Map<String, String>> links = new ArrayList<>(2);
        links.add(Map.of("relation", "self", "url", address(parameters)));
        HistoryCursor next = page.next();
        if (next != null) {
            Map<String, List<String>> further = new LinkedHashMap<>(parameters);
            further.put(SearchQuestion.CURSOR, List.of(next.encode()));
            links.add(Map.of("relation", "next", "url", address(further)));
        }
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put("resourceType", "Bundle");
        bundle.put("type", "searchset");
        bundle.put("link", links);
        // FHIR has no empty arrays.
        if (!page.readings().isEmpty()) {
            bundle.put("entry", page.readings().stream().map(this::entry).toList());
        }
        return bundle;
    }

    private Map<String, Object> entry(StoredReading stored) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("fullUrl", base.observation(stored.id()));
        entry.put("resource", ObservationWriter.toFhir(stored.reading(), stored.id()));
        entry.put("search", Map.of("mode", "match"));
        return entry;
    }

    private String address(Map<String, List<String>> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, values) ->
                values.forEach(value ->
                        pairs.add(
                                URLEncoder.encode(name, UTF_8)
                                        + "="
                                        + URLEncoder.encode(value, UTF_8))));
        return base.address() + "/Observation?" + String.join("&", pairs);
    }
}
