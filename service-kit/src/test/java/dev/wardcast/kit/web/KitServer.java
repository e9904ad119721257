package dev.wardcast.kit.web;

import dev.wardcast.testsupport.AccessWorld;
import dev.wardcast.testsupport.TestServers;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server that is nothing but the kit and {@link WardPage}. */
public final class KitServer implements AutoCloseable {

    public final AccessWorld world = new AccessWorld(TestServers.redisUrl());
    private final EmbeddedServer server;

    public KitServer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.server.port", -1);
        settings.put("wardcast.redis-url", TestServers.redisUrl());
        settings.put("wardcast.database-url", TestServers.freshDatabaseUrl());
        settings.put("wardcast.jwks-url", world.jwksUrl());
        settings.put("wardcast.public-url", "https://wardcast.example.org");
        settings.putAll(more);
        server = ApplicationContext.run(EmbeddedServer.class, settings);
    }

    public URI uri(String path) {
        return server.getURI().resolve(path);
    }

    public static HttpClient client(HttpClient.Version version, @Nullable SSLContext tls) {
        HttpClient.Builder client = HttpClient.newBuilder().version(version);
        return tls == null ? client.build() : client.sslContext(tls).build();
    }

    /** Names and values by turns. */
    public HttpResponse<String> get(HttpClient client, String path, String... headers)
            throws Exception {
        return send(client, HttpRequest.newBuilder(uri(path)), headers);
    }

    public static HttpResponse<String> send(
            HttpClient client, HttpRequest.Builder request, String... headers) throws Exception {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.getApplicationContext().close();
        world.close();
    }
}
