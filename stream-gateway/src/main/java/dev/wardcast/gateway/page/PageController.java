package dev.wardcast.gateway.page;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;

/**
 * The page, for everybody: it shows nothing but what its reader's own requests are answered. A
 * browser asks each time whether a file is still what it has, so that after an update no page is
 * made of old and new files.
 */
@Hidden
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
final class PageController {

    private final PageFiles files;

    PageController(PageFiles files) {
        this.files = files;
    }

    @Get("/")
    HttpResponse<?> page(HttpRequest<?> request) {
        return answer(request, "index.html")
                .header(
                        "Content-Security-Policy",
                        PagePolicy.of(request.getHeaders().get(HttpHeaders.HOST)))
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }

    @Get("/assets/{+path}")
    HttpResponse<?> asset(HttpRequest<?> request, String path) {
        return answer(request, path);
    }

    private MutableHttpResponse<?> answer(HttpRequest<?> request, String name) {
        PageFile file =
                files.find(name)
                        .orElseThrow(() ->
                                ProblemException.notFound(
                                        "no_such_file", "There is no such file."));
        String known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
        MutableHttpResponse<?> answer =
                known != null && file.isAmong(known)
                        ? HttpResponse.notModified()
                        : HttpResponse.ok(file.content())
                                .header(HttpHeaders.CONTENT_TYPE, file.type());
        return answer.header(HttpHeaders.ETAG, file.etag())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
}
