package dev.wardcast.vitals.fhir;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What of FHIR this service speaks. */
@Controller("/fhir/metadata")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces({FhirAnswers.FHIR_JSON, MediaType.APPLICATION_JSON})
final class CapabilityController {

    /** When the statement last changed. */
    private static final String DATE = "2026-11-21";

    private final Map<String, Object> statement;

    CapabilityController(FhirBase base) {
        this.statement = statement(base.address());
    }

    @Get
    @Operation(summary = "The CapabilityStatement")
    HttpResponse<?> metadata(HttpRequest<?> request) {
        return FhirAnswers.of(request, HttpStatus.OK, statement);
    }

    private static Map<String, Object> statement(String address) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("resourceType", "CapabilityStatement");
        statement.put("status", "active");
        statement.put("date", DATE);
        statement.put("kind", "instance");
        statement.put("software", Map.of("name", "Wardcast"));
        statement.put(
                "implementation",
                Map.of("description", "Vital signs of monitored patients", "url", address));
        statement.put("fhirVersion", "4.0.1");
        statement.put("format", List.of(FhirAnswers.FHIR_JSON, "json"));
        statement.put("rest", List.of(rest()));
        return statement;
    }

    private static Map<String, Object> rest() {
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("mode", "server");
        rest.put(
                "security",
                Map.of(
                        "description",
                        "A Bearer token; devices post with X-Device-Key or a token of the role"
                                + " DEVICE."));
        rest.put("resource", List.of(observation()));
        rest.put("interaction", coded("transaction", "batch"));
        return rest;
    }

    private static Map<String, Object> observation() {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("type", "Observation");
        resource.put(
                "supportedProfile", List.of("http://hl7.org/fhir/StructureDefinition/vitalsigns"));
        resource.put("interaction", coded("create", "read", "search-type"));
        resource.put("versioning", "no-version");
        resource.put("conditionalCreate", false);
        resource.put(
                "searchParam",
                List.of(
                        parameter("patient", "reference"),
                        parameter("subject", "reference"),
                        parameter("code", "token"),
                        parameter("category", "token"),
                        parameter("date", "date")));
        return resource;
    }

    private static List<Map<String, String>> coded(String... codes) {
        return Stream.of(codes).map(code -> Map.of("code", code)).toList();
    }

    private static Map<String, String> parameter(String name, String type) {
        return Map.of("name", name, "type", type);
    }
}
