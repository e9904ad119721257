package dev.wardcast.bench.subject;

import dev.wardcast.bench.report.DiskProbe;
import dev.wardcast.embedded.EmbeddedPostgres;
import dev.wardcast.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Redis and PostgreSQL of one trial, empty at first, durable as with {@code ./wardcast up}, and in
 * the same place: what a commit costs depends on the disk.
 */
public final class DataServers implements AutoCloseable {

    private static final String DATABASE = "wardcast";

    private final Path directory;
    private final EmbeddedRedis redis;
    private final EmbeddedPostgres postgres;
    private final DiskProbe disk;

    private DataServers(Path directory, EmbeddedRedis redis, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.redis = redis;
        this.postgres = postgres;
        this.disk = new DiskProbe(directory);
    }

    public static DataServers start() {
        Path directory = directory();
        EmbeddedRedis redis = EmbeddedRedis.builder().dataDir(directory.resolve("redis")).start();
        EmbeddedPostgres postgres;
        try {
            postgres = EmbeddedPostgres.builder().dataDir(directory.resolve("postgres")).start();
        } catch (RuntimeException e) {
            redis.close();
            throw e;
        }
        DataServers servers = new DataServers(directory, redis, postgres);
        try {
            postgres.createDatabase(DATABASE);
            return servers;
        } catch (SQLException e) {
            servers.close();
            throw new IllegalStateException("PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** Without a launcher, as in tests, it is wherever temporary files are. */
    private static Path directory() {
        String home = System.getProperty("wardcast.home");
        try {
            return home == null
                    ? Files.createTempDirectory("wardcast-bench")
                    : Files.createTempDirectory(
                            Files.createDirectories(Path.of(home, ".wardcast")), "bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String description() {
        return "Redis %s (append-only file, fsync each second) and PostgreSQL %s (fsync at each commit)"
                .formatted(
                        System.getenv()
                                .getOrDefault("WARDCAST_REDIS_SERVER", EmbeddedRedis.VERSION),
                        EmbeddedPostgres.VERSION);
    }

    public String redisUrl() {
        return redis.url();
    }

    /** For JDBC, with user and password. */
    public String databaseUrl() {
        return postgres.jdbcUrl(DATABASE);
    }

    /** Of the disk that both of them write to. */
    public DiskProbe disk() {
        return disk;
    }

    /** So that it has nothing in its own memory; whoever is connected is cut off. */
    public void restartPostgres() {
        postgres.restart();
    }

    public long redisPid() {
        return redis.pid();
    }

    /** Of the parent of all its processes. */
    public long postgresPid() {
        return postgres.pid();
    }

    @Override
    public void close() {
        disk.close();
        redis.close();
        postgres.close();
        ChildProcess.delete(directory);
    }
}
