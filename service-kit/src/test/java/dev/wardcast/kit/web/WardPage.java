package dev.wardcast.kit.web;

import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Map;

/** Every kind of answer that a service gives. */
@Controller("/test")
final class WardPage {

    private final AnswerHeaders headers;

    WardPage(AnswerHeaders headers) {
        this.headers = headers;
    }

    @Get("/open")
    @Secured(SecurityRule.IS_ANONYMOUS)
    Map<String, String> open() {
        return Map.of("ward", "7");
    }

    @Get("/secret")
    Map<String, String> secret(Caller caller) {
        return Map.of("caller", caller.userId());
    }

    @Delete("/secret")
    HttpResponse<?> delete() {
        return HttpResponse.noContent();
    }

    @Get("/refused")
    @Secured(SecurityRule.IS_ANONYMOUS)
    Map<String, String> refused() {
        throw ProblemException.conflict("taken", "taken");
    }

    @Get("/broken")
    @Secured(SecurityRule.IS_ANONYMOUS)
    Map<String, String> broken() {
        throw new IllegalStateException("for the test");
    }

    @Post("/json")
    @Secured(SecurityRule.IS_ANONYMOUS)
    Map<String, Object> json(@Body Map<String, Object> body) {
        return body;
    }

    @Get("/html")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<String> html() {
        return HttpResponse.ok("<p>")
                .contentType(MediaType.TEXT_HTML_TYPE)
                .header("Content-Security-Policy", "default-src 'self'")
                .header("Cache-Control", "public, max-age=60");
    }

    /** What a head written by hand would carry. */
    @Get("/by-hand")
    @Secured(SecurityRule.IS_ANONYMOUS)
    Map<String, String> byHand(HttpRequest<?> request) {
        return headers.of(request);
    }
}
