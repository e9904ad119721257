package dev.wardcast.gateway.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.netty.channel.Channel;
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
        NettyHttpRequest<?> netty = netty(request);
        Channel channel = netty.getChannelHandlerContext().channel();
        channel.eventLoop()
                .execute(() -> {
                    open(netty, channel, name);
                    if (name.startsWith("twice")) {
                        open(netty, channel, name);
                    }
                });
        return new CompletableFuture<>();
    }

    private void open(NettyHttpRequest<?> netty, Channel channel, String name) {
        Optional<Http2Outlet> outlet =
                Http2Outlet.open(
                        channel,
                        netty.getNativeRequest().headers(),
                        Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-cache"),
                        () -> open.remove(name));
        outlet.ifPresentOrElse(made -> open.put(name, made), () -> refused.add(name));
    }

    private static NettyHttpRequest<?> netty(HttpRequest<?> request) {
        HttpRequest<?> innermost = request;
        while (innermost instanceof HttpRequestWrapper<?> wrapper) {
            innermost = wrapper.getDelegate();
        }
        return (NettyHttpRequest<?>) innermost;
    }
}
