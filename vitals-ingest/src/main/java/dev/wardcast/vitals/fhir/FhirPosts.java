package dev.wardcast.vitals.fhir;

import dev.wardcast.vitals.fhir.Issue.Code;
import dev.wardcast.vitals.intake.BodyEncoding;
import dev.wardcast.vitals.intake.DeviceKeyRule;
import dev.wardcast.vitals.intake.DeviceRoute;
import dev.wardcast.vitals.intake.Poster;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where devices post Observations: as they post readings, and with the same key or role. */
@Controller("/fhir")
@Secured("DEVICE")
@Consumes({FhirAnswers.FHIR_JSON, MediaType.APPLICATION_JSON})
@Produces({FhirAnswers.FHIR_JSON, MediaType.APPLICATION_JSON})
@ExecuteOn(TaskExecutors.BLOCKING)
final class FhirPosts implements DeviceRoute {

    private final ObservationIntake intake;
    private final BodyEncoding encoding;

    FhirPosts(ObservationIntake intake, BodyEncoding encoding) {
        this.intake = intake;
        this.encoding = encoding;
    }

    @Post("/Observation")
    @Operation(summary = "Post one FHIR R4 Observation of a vital sign")
    @ApiResponse(responseCode = "200", description = "It was kept before.")
    @ApiResponse(responseCode = "201", description = "It is durable; Location names it.")
    @ApiResponse(responseCode = "422", description = "An OperationOutcome names each mistake.")
    CompletionStage<HttpResponse<?>> observation(
            HttpRequest<?> request, @Body byte @Nullable [] body) {
        if (request.getHeaders().contains("If-None-Exist")) {
            throw new OutcomeException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    List.of(
                            new Issue(
                                    Issue.Severity.ERROR,
                                    Code.NOT_SUPPORTED,
                                    "If-None-Exist (expected: none; repeats are known by"
                                            + " identifier)",
                                    null)));
        }
        Poster poster = DeviceKeyRule.posterOf(request);
        Parsed parsed = new ObservationReader(poster).read(FhirJson.read(plain(request, body)));
        return intake.one(parsed, poster).thenApply(kept -> kept.answer(request));
    }

    @Post
    @Operation(summary = "Post a FHIR R4 transaction or batch of Observations")
    @ApiResponse(responseCode = "200", description = "What became of each entry.")
    @ApiResponse(responseCode = "422", description = "Nothing of a transaction was kept.")
    CompletionStage<HttpResponse<?>> bundle(HttpRequest<?> request, @Body byte @Nullable [] body) {
        Poster poster = DeviceKeyRule.posterOf(request);
        BundleReader.Bundle bundle =
                new BundleReader(new ObservationReader(poster))
                        .read(FhirJson.read(plain(request, body)));
        return intake.all(bundle, poster)
                .thenApply(entries ->
                        FhirAnswers.of(
                                request,
                                HttpStatus.OK,
                                BundleReader.response(
                                        bundle.together(),
                                        entries.stream().map(Entry::toFhir).toList())));
    }

    private byte @Nullable [] plain(HttpRequest<?> request, byte @Nullable [] body) {
        return encoding.decode(body, request.getHeaders().get(HttpHeaders.CONTENT_ENCODING));
    }
}
