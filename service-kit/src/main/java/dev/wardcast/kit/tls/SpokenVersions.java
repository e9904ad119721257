package dev.wardcast.kit.tls;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import jakarta.inject.Singleton;

/**
 * HTTP/2 beside HTTP/1.1 under TLS, where ALPN chooses; in clear text only when told so. There it
 * serves proxies that speak HTTP/2 to us; open to everyone it is a way past a proxy that passes
 * {@code Upgrade: h2c} on.
 */
@Singleton
final class SpokenVersions implements BeanCreatedEventListener<NettyHttpServerConfiguration> {

    private final TlsSettings tls;
    private final boolean clearText;

    SpokenVersions(
            TlsSettings tls, @Value("${wardcast.http2.clear-text:false}") boolean clearText) {
        this.tls = tls;
        this.clearText = clearText;
    }

    @Override
    public NettyHttpServerConfiguration onCreated(
            BeanCreatedEvent<NettyHttpServerConfiguration> event) {
        NettyHttpServerConfiguration server = event.getBean();
        if (tls.enabled() || clearText) {
            server.setHttpVersion(HttpVersion.HTTP_2_0);
        }
        return server;
    }
}
