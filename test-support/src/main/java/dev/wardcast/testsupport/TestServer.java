package dev.wardcast.testsupport;

import dev.wardcast.embedded.EmbeddedPostgres;
import dev.wardcast.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A server that tests run against, however it came about.
 *
 * @param url for PostgreSQL, of a database that is there already
 * @param isShared whether it was there before us and will be after us
 */
record TestServer(String url, String description, boolean isShared) {

    private static final String REDIS_IMAGE = "redis:7-alpine";
    private static final String POSTGRES_IMAGE = "postgres:18-alpine";
    private static final int REDIS_PORT = 6379;
    private static final int POSTGRES_PORT = 5432;

    static TestServer redis() {
        Optional<String> given = environment("WARDCAST_TEST_REDIS_URL");
        if (given.isPresent()) {
            return new TestServer(given.get(), "environment (WARDCAST_TEST_REDIS_URL)", true);
        }
        if (DockerEngine.answers()) {
            GenericContainer<?> container =
                    new GenericContainer<>(DockerImageName.parse(REDIS_IMAGE))
                            .withExposedPorts(REDIS_PORT)
                            .withCommand("redis-server", "--save", "", "--appendonly", "no");
            container.start();
            String url =
                    "redis://" + container.getHost() + ":" + container.getMappedPort(REDIS_PORT);
            return new TestServer(url, "container " + REDIS_IMAGE + " (" + url + ")", false);
        }
        EmbeddedRedis redis = EmbeddedRedis.builder().start();
        return new TestServer(
                redis.url(), "embedded " + EmbeddedRedis.VERSION + " (" + redis.url() + ")", false);
    }

    static TestServer postgres() {
        Optional<String> given = environment("WARDCAST_TEST_DATABASE_URL");
        if (given.isPresent()) {
            return new TestServer(given.get(), "environment (WARDCAST_TEST_DATABASE_URL)", true);
        }
        if (DockerEngine.answers()) {
            GenericContainer<?> container =
                    new GenericContainer<>(DockerImageName.parse(POSTGRES_IMAGE))
                            .withExposedPorts(POSTGRES_PORT)
                            .withEnv(Map.of("POSTGRES_PASSWORD", "test"))
                            .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300")
                            // The first time is the server that only runs the initial scripts.
                            .waitingFor(
                                    Wait.forLogMessage(".*ready to accept connections.*", 2)
                                            .withStartupTimeout(Duration.ofMinutes(2)));
            container.start();
            String url =
                    "jdbc:postgresql://%s:%d/postgres?user=postgres&password=test"
                            .formatted(container.getHost(), container.getMappedPort(POSTGRES_PORT));
            return new TestServer(url, "container " + POSTGRES_IMAGE, false);
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().fast(true).start();
        return new TestServer(
                postgres.jdbcUrl("postgres"),
                "embedded " + EmbeddedPostgres.VERSION + " (127.0.0.1:" + postgres.port() + ")",
                false);
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
