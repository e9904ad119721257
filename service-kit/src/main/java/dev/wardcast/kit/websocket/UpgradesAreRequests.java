package dev.wardcast.kit.websocket;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import jakarta.inject.Singleton;

/**
 * Lets upgrade requests come to controllers like any other request, so that who may open a
 * WebSocket is decided where everything else is. The framework's own WebSocket support, which would
 * take them, knows an upgrade by its {@code Connection} header.
 */
@Singleton
final class UpgradesAreRequests
        implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    @Override
    public NettyServerCustomizer.Registry onCreated(
            BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
    }

    private record Customizer(@org.jspecify.annotations.Nullable Channel channel)
            implements NettyServerCustomizer {

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return new Customizer(channel);
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel != null
                    && channel.pipeline().get(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND)
                            != null) {
                channel.pipeline()
                        .addBefore(
                                ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                                "upgrades-are-requests",
                                HANDLER)
                        .addBefore(
                                ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                                "unanswered-requests",
                                new UnansweredRequests());
            }
        }
    }

    private static final ChannelHandler HANDLER = new Handler();

    @ChannelHandler.Sharable
    private static final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest request) {
                HttpHeaders headers = request.headers();
                boolean wished =
                        headers.containsValue(
                                HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
                if (wished) {
                    headers.remove(HttpHeaderNames.CONNECTION);
                }
                if (!wished || !mayUpgrade(request)) {
                    // A wish that nobody expressed, or that can't be granted.
                    headers.remove(HttpHeaderNames.UPGRADE);
                }
            }
            ctx.fireChannelRead(message);
        }

        /** RFC 6455, 4.1: a GET, and at least HTTP/1.1. */
        private static boolean mayUpgrade(HttpRequest request) {
            return request.method().equals(HttpMethod.GET)
                    && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
        }
    }
}
