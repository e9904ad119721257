package dev.wardcast.sessions.upload;

import dev.wardcast.sessions.SessionsSettings;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import jakarta.inject.Singleton;

/**
 * Lets a recording in where the server's limit is lower. What was the limit stays that of every
 * body that is held in memory, and so of every other endpoint: only this one streams.
 */
@Singleton
final class UploadLimit implements BeanCreatedEventListener<NettyHttpServerConfiguration> {

    /** Bytes of the form around the recording. */
    private static final long FORM = 64 * 1024;

    /**
     * Bytes that the server may have received before we read them. Its own limit is never met: it
     * would stop reading, and a client that sends all before it listens would never hear why.
     */
    private static final long READ_AHEAD = 4 * 1024 * 1024;

    private final SessionsSettings settings;

    UploadLimit(SessionsSettings settings) {
        this.settings = settings;
    }

    @Override
    public NettyHttpServerConfiguration onCreated(
            BeanCreatedEvent<NettyHttpServerConfiguration> event) {
        NettyHttpServerConfiguration server = event.getBean();
        long before = server.getMaxRequestSize();
        server.setMaxRequestBufferSize(Math.min(server.getMaxRequestBufferSize(), before));
        server.setMaxRequestSize(Math.max(before, longestBody() + READ_AHEAD));
        return server;
    }

    /** Bytes of the longest form. */
    long longestBody() {
        return settings.maxAudio() + FORM;
    }
}
