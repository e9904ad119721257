package dev.wardcast.system;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.testsupport.FreePort;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.TestServers;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** All services in this JVM on one port, with the demo's people, and servers of their own. */
public final class AllServices implements AutoCloseable {

    private final EmbeddedRedis redis;
    private final ApplicationContext context;
    private final int port;
    private final String databaseUrl = TestServers.freshDatabaseUrl();

    public AllServices(Path data) {
        this(data, Map.of());
    }

    public AllServices(Path data, Map<String, Object> more) {
        redis = EmbeddedRedis.builder().start();
        port = freePort();
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.application.name", "wardcast");
        settings.put("micronaut.server.port", port);
        settings.put("wardcast.redis-url", redis.url());
        settings.put("wardcast.database-url", databaseUrl);
        settings.put("wardcast.public-url", url());
        settings.put("wardcast.vault.keys", ServiceUnderTest.VAULT_KEY);
        settings.put("wardcast.demo", true);
        settings.put("wardcast.gateway.test-publish", true);
        settings.put("wardcast.notifications.test-endpoints", true);
        settings.put("wardcast.sessions.audio-dir", data.resolve("audio").toString());
        settings.putAll(more);
        context = ApplicationContext.builder().banner(false).properties(settings).start();
        context.getBean(EmbeddedServer.class).start();
        Person nobody = new Person(url(), "");
        Awaitility.await().until(() -> nobody.get("/health/readiness").statusCode() == 200);
    }

    private static int freePort() {
        try {
            return FreePort.find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public String databaseUrl() {
        return databaseUrl;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
        redis.close();
    }
}
