package dev.wardcast.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Redis and one PostgreSQL for all tests of a JVM, started when first asked for and stopped
 * when the JVM exits.
 *
 * <p>Taken in this order: the addresses in {@code WARDCAST_TEST_REDIS_URL} and {@code
 * WARDCAST_TEST_DATABASE_URL} (a JDBC address whose user may create databases), containers where a
 * Docker engine answers, the embedded servers. Which ones is printed once.
 *
 * <p>The Redis is shared by all test classes of the JVM: use ids that are made anew for each test.
 * A test that stops or kills its server starts an {@code EmbeddedRedis} of its own.
 */
public final class TestServers {

    private static final Pattern JDBC_URL =
            Pattern.compile("(jdbc:postgresql://[^/]+/)([^?]*)(\\?.*)?");

    private TestServers() {}

    private static final class Redis {
        static final TestServer SERVER = announced("redis", TestServer.redis());
    }

    private static final class Postgres {
        static final TestServer SERVER = announced("postgres", TestServer.postgres());
        static final Queue<String> CREATED = new ConcurrentLinkedQueue<>();

        static {
            if (SERVER.isShared()) {
                Runtime.getRuntime().addShutdownHook(new Thread(TestServers::dropDatabases));
            }
        }
    }

    private static TestServer announced(String name, TestServer server) {
        System.out.println("test servers: " + name + "=" + server.description());
        return server;
    }

    /** For instance {@code redis://127.0.0.1:20123}. */
    public static String redisUrl() {
        return Redis.SERVER.url();
    }

    /**
     * Creates a database that nobody else uses.
     *
     * @return its JDBC address with user and password
     */
    public static String freshDatabaseUrl() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name);
        Postgres.CREATED.add(name);
        return databaseUrl(name);
    }

    /** Which servers the tests run against, in words. Starts them. */
    public static String describe() {
        return "redis="
                + Redis.SERVER.description()
                + ", postgres="
                + Postgres.SERVER.description();
    }

    private static String databaseUrl(String name) {
        Matcher parts = JDBC_URL.matcher(Postgres.SERVER.url());
        if (!parts.matches()) {
            throw new IllegalStateException(
                    "WARDCAST_TEST_DATABASE_URL (expected:"
                            + " jdbc:postgresql://host:port/database?user=…&password=…)");
        }
        return parts.group(1) + name + (parts.group(3) == null ? "" : parts.group(3));
    }

    private static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(Postgres.SERVER.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " on " + Postgres.SERVER.description(), e);
        }
    }

    private static void dropDatabases() {
        for (String name; (name = Postgres.CREATED.poll()) != null; ) {
            execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        }
    }
}
