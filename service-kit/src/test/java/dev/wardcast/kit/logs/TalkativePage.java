package dev.wardcast.kit.logs;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import jakarta.inject.Named;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs on every kind of thread that a request comes to. */
@Controller("/talkative")
@Secured(SecurityRule.IS_ANONYMOUS)
final class TalkativePage {

    private static final Logger LOG = LoggerFactory.getLogger(TalkativePage.class);

    private final ExecutorService blocking;

    TalkativePage(@Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.blocking = blocking;
    }

    @Get("/loop")
    Map<String, String> loop() {
        LOG.info("said on {}", Thread.currentThread().getName());
        return Map.of();
    }

    @Get("/virtual")
    @ExecuteOn(TaskExecutors.BLOCKING)
    Map<String, String> virtual() {
        LOG.info("said on a {} thread", Thread.currentThread().isVirtual() ? "virtual" : "usual");
        return Map.of();
    }

    /** Goes on when a thread that knows nothing of the request says so. */
    @Get("/hop")
    CompletionStage<Map<String, String>> hop() {
        CompletableFuture<Integer> elsewhere = new CompletableFuture<>();
        CompletionStage<Map<String, String>> answer =
                elsewhere.thenApplyAsync(
                        one -> {
                            LOG.info("said after a hop");
                            return Map.of();
                        },
                        RequestThreads.of(blocking));
        Thread.ofPlatform().start(() -> elsewhere.complete(1));
        return answer;
    }

    /** Fails on a thread that knows nothing of the request. */
    @Get("/broken/{patientId}")
    CompletionStage<Map<String, String>> broken(String patientId) {
        return CompletableFuture.supplyAsync(
                () -> {
                    throw new IllegalStateException("for the test");
                },
                Thread.ofPlatform()::start);
    }
}
