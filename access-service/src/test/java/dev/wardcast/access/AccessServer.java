package dev.wardcast.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.FreePort;
import dev.wardcast.testsupport.TestServers;
import io.lettuce.core.Range;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.jdbc.DataSourceResolver;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** The service on a real port, with demo data, against real servers. */
public final class AccessServer implements AutoCloseable {

    public static final String PASSWORD = "a long enough one";

    private static final class Shared {
        static final AccessServer SERVER =
                start(TestServers.redisUrl(), TestServers.freshDatabaseUrl());
    }

    private final EmbeddedServer server;
    private final HttpClient client;

    private AccessServer(EmbeddedServer server) {
        this.server = server;
        this.client = server.getApplicationContext().createBean(HttpClient.class, server.getURL());
    }

    public int port() {
        return server.getPort();
    }

    /** One for all tests that leave the demo users as they are. */
    public static AccessServer shared() {
        return Shared.SERVER;
    }

    public static AccessServer start(String redisUrl, String databaseUrl) {
        return start(redisUrl, databaseUrl, Map.of());
    }

    public static AccessServer start(
            String redisUrl, String databaseUrl, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("micronaut.server.port", freePort());
        properties.put("wardcast.redis-url", redisUrl);
        properties.put("wardcast.database-url", databaseUrl);
        properties.put("wardcast.demo", true);
        AccessServer server =
                new AccessServer(ApplicationContext.run(EmbeddedServer.class, properties));
        Awaitility.await().until(() -> server.get("/health/readiness", null).code() == 200);
        return server;
    }

    private static int freePort() {
        try {
            return FreePort.find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return server.getApplicationContext().getBean(type);
    }

    /** Changes a row behind the back of the service, as another process or a person would. */
    public void execute(String sql) {
        DataSource dataSource = dataSource();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row. */
    public String text(String sql) {
        DataSource dataSource = dataSource();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** One of the service's own database, outside of its transactions. */
    public Connection connection() throws SQLException {
        return dataSource().getConnection();
    }

    private DataSource dataSource() {
        return server.getApplicationContext()
                .getBean(DataSourceResolver.class)
                .resolve(
                        server.getApplicationContext()
                                .getBean(DataSource.class, Qualifiers.byName("access")));
    }

    /** Signs in with the password of all demo users. */
    public String tokenOf(String username) {
        return (String) login(username, "demo").body().get("access_token");
    }

    @SuppressWarnings("rawtypes")
    public HttpResponse<Map> login(String username, String password) {
        return post("/api/v1/auth/login", null, Map.of("username", username, "password", password));
    }

    @SuppressWarnings("rawtypes")
    public HttpResponse<Map> get(String path, String token) {
        return send(HttpRequest.GET(path), token);
    }

    @SuppressWarnings("rawtypes")
    public HttpResponse<Map> post(String path, String token, Object body) {
        return send(HttpRequest.POST(path, body), token);
    }

    @SuppressWarnings("rawtypes")
    public HttpResponse<Map> put(String path, String token, Object body) {
        return send(HttpRequest.PUT(path, body), token);
    }

    @SuppressWarnings("rawtypes")
    public HttpResponse<Map> delete(String path, String token) {
        return send(HttpRequest.DELETE(path), token);
    }

    @SuppressWarnings("rawtypes")
    public HttpResponse<Map> patch(String path, String token, Object body) {
        return send(HttpRequest.PATCH(path, body), token);
    }

    /** What is in the buffer of a room, in its order: the type and the data of each event. */
    public List<String> published(String room) {
        byte[] buffer = ("wc:{log0}:buffer:" + room).getBytes(UTF_8);
        return bean(RedisLink.class)
                .commands()
                .xrange(buffer, Range.unbounded())
                .toCompletableFuture()
                .join()
                .stream()
                .flatMap(entry -> entry.getBody().entrySet().stream())
                .filter(field -> new String(field.getKey(), UTF_8).equals("e"))
                .map(field -> new String(field.getValue(), UTF_8))
                .map(stored -> stored.split(" ", 3)[1] + " " + stored.split("\n", 2)[1])
                .toList();
    }

    /** Makes a user with this password and signs in. */
    public String tokenOfNew(String userId, String... roles) {
        Map<String, Object> user =
                Map.of(
                        "user_id", userId,
                        "username", userId,
                        "password", PASSWORD,
                        "roles", List.of(roles));
        HttpResponse<?> made = post("/api/v1/users", tokenOf("admin"), user);
        if (made.code() != 201) {
            throw new AssertionError(made.code() + " " + made.body());
        }
        return (String) login(userId, PASSWORD).body().get("access_token");
    }

    /** Refusals are answers like any other. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    public HttpResponse<Map> send(MutableHttpRequest<?> request, String token) {
        if (token != null) {
            request.bearerAuth(token);
        }
        try {
            return client.toBlocking()
                    .exchange(request, Argument.of(Map.class), Argument.of(Map.class));
        } catch (HttpClientResponseException refusal) {
            return (HttpResponse<Map>) refusal.getResponse();
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
