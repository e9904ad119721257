package dev.wardcast.gateway.stream;

import dev.wardcast.kit.websocket.Takeover;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Gives every request an outlet, by the name in its path. */
@Controller
final class OutletController {

    final Map<String, Http2Outlet> open = new ConcurrentHashMap<>();
    final Set<String> refused = ConcurrentHashMap.newKeySet();

    @Get("/test/outlets/{name}")
    @Secured(SecurityRule.IS_ANONYMOUS)
    CompletionStage<HttpResponse<?>> open(HttpRequest<?> request, String name) {
        Channel channel = Takeover.channelOf(request);
        HttpHeaders headers = Takeover.headersOf(request);
        channel.eventLoop()
                .execute(() -> {
                    open(channel, headers, name);
                    if (name.startsWith("twice")) {
                        open(channel, headers, name);
                    }
                });
        return new CompletableFuture<>();
    }

    private void open(Channel channel, HttpHeaders headers, String name) {
        Optional<Http2Outlet> outlet =
                Http2Outlet.open(
                        channel,
                        headers,
                        Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-cache"));
        outlet.ifPresent(made -> made.whenOver(() -> open.remove(name)));
        outlet.ifPresentOrElse(made -> open.put(name, made), () -> refused.add(name));
    }
}
