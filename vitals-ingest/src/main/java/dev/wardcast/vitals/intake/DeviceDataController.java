package dev.wardcast.vitals.intake;

import dev.wardcast.kit.problem.Problem;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.vitals.intake.Intake.Outcome;
import dev.wardcast.vitals.intake.Receipt.RefusedItem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.inject.Named;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Where devices post. The role is for those with a token; {@link DeviceKeyRule} lets keys in. */
@Controller("/api/v1/devices/data")
@Secured("DEVICE")
final class DeviceDataController implements DeviceRoute {

    private static final MediaType PROBLEM_JSON = MediaType.of("application/problem+json");

    /** Some ten readings. */
    private static final int MOST_ON_EVENT_LOOP = 2_048;

    private final Intake intake;
    private final BodyEncoding encoding;
    private final Executor blocking;

    DeviceDataController(
            Intake intake,
            BodyEncoding encoding,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.intake = intake;
        this.encoding = encoding;
        this.blocking = blocking;
    }

    /**
     * Takes one reading or an array of up to 1,000. The bytes are read here and not by the
     * framework, so that one bad item does not spoil the others. A few readings are taken on the
     * event loop, where they are done sooner than another thread is woken; two megabytes, or what
     * has to be inflated first, would keep it from others.
     */
    @Post(consumes = MediaType.APPLICATION_JSON, produces = MediaType.APPLICATION_JSON)
    @Operation(summary = "Post readings of vital signs")
    @ApiResponse(responseCode = "202", description = "The accepted readings are durable.")
    @ApiResponse(responseCode = "422", description = "No reading was acceptable.")
    @ApiResponse(responseCode = "429", description = "Over a limit; Retry-After says when.")
    @ApiResponse(responseCode = "503", description = "No room; Retry-After says when to come back.")
    CompletionStage<HttpResponse<?>> post(HttpRequest<?> request, @Body byte @Nullable [] body) {
        Poster poster = DeviceKeyRule.posterOf(request);
        @Nullable String encoded = request.getHeaders().get(HttpHeaders.CONTENT_ENCODING);
        if (encoded == null && (body == null || body.length <= MOST_ON_EVENT_LOOP)) {
            return intake.take(poster, body).thenApply(DeviceDataController::answer);
        }
        return CompletableFuture.supplyAsync(() -> encoding.decode(body, encoded), blocking)
                .thenCompose(plain -> intake.take(poster, plain))
                .thenApply(DeviceDataController::answer);
    }

    private static HttpResponse<?> answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Taken(Receipt receipt) -> HttpResponse.accepted().body(receipt);
            case Outcome.AllRefused(List<RefusedItem> errors) -> allRefused(errors);
        };
    }

    private static HttpResponse<Problem> allRefused(List<RefusedItem> errors) {
        HttpStatus status = HttpStatus.UNPROCESSABLE_ENTITY;
        Problem problem =
                new Problem(
                        "about:blank",
                        status.getReason(),
                        status.getCode(),
                        "None of the " + errors.size() + " items is acceptable.",
                        "invalid_field",
                        errors.stream().map(DeviceDataController::named).toList());
        return HttpResponse.<Problem>status(status).body(problem).contentType(PROBLEM_JSON);
    }

    private static FieldError named(RefusedItem item) {
        return new FieldError("[" + item.index() + "]." + item.field(), item.message());
    }
}
