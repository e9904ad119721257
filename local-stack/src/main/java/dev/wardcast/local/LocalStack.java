package dev.wardcast.local;

import dev.wardcast.embedded.EmbeddedPostgres;
import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.kit.crypto.LocalKey;
import dev.wardcast.kit.service.RunFile;
import dev.wardcast.kit.tls.InnerTls;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Embedded servers and all services in this process, on one port. */
public final class LocalStack implements AutoCloseable {

    private static final String DATABASE = "wardcast";
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /**
     * @param data where the embedded servers keep their data, and the stack its key for texts
     * @param redisUrl a Redis to use instead of the embedded one
     * @param databaseUrl a JDBC address to use instead of the embedded PostgreSQL
     * @param demo whether demo users, patients and devices are there
     */
    public record Options(
            int port,
            Path data,
            @Nullable String redisUrl,
            @Nullable String databaseUrl,
            boolean demo) {}

    private final Options options;
    private final String url;
    private @Nullable EmbeddedRedis redis;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable ApplicationContext context;
    private boolean closed;

    public LocalStack(Options options) {
        this.options = options;
        this.url = (underTls() ? "https" : "http") + "://localhost:" + options.port();
    }

    public String url() {
        return url;
    }

    /** As the services will see it; their address has to be known before they start. */
    private static boolean underTls() {
        try (ApplicationContext settings = ApplicationContext.builder().banner(false).build()) {
            return settings.getEnvironment()
                    .start()
                    .getProperty("wardcast.tls.enabled", Boolean.class)
                    .orElse(false);
        }
    }

    /**
     * Returns when every service answers that it is ready.
     *
     * @param progress told what happens, one line at a time
     */
    public void start(Consumer<String> progress) throws IOException, InterruptedException {
        Path data = Files.createDirectories(options.data()).toAbsolutePath();
        CompletableFuture<String> redisUrl =
                options.redisUrl() != null
                        ? CompletableFuture.completedFuture(options.redisUrl())
                        : background(() -> startRedis(data));
        CompletableFuture<String> databaseUrl =
                options.databaseUrl() != null
                        ? CompletableFuture.completedFuture(options.databaseUrl())
                        : background(() -> startPostgres(data));
        progress.accept(
                "starting "
                        + (options.redisUrl() == null
                                ? "Redis " + EmbeddedRedis.VERSION
                                : "on your Redis")
                        + " and "
                        + (options.databaseUrl() == null
                                ? "PostgreSQL " + EmbeddedPostgres.VERSION
                                : "on your PostgreSQL")
                        + ", data in "
                        + options.data());
        RunFile run;
        try {
            run =
                    new RunFile(
                            url(),
                            redisUrl.join(),
                            databaseUrl.join(),
                            ProcessHandle.current().pid());
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
        }
        progress.accept("starting the services");
        ApplicationContext services = startServices(run, data);
        awaitReady(services.getBean(InnerTls.class).context());
        run.write(data);
        Thread.ofVirtual().name("servers").start(() -> keepServersRunning(progress));
    }

    private String startRedis(Path data) {
        EmbeddedRedis server =
                EmbeddedRedis.builder().dataDir(data.resolve("redis")).stopOnExit(false).start();
        synchronized (this) {
            redis = server;
        }
        return server.url();
    }

    private String startPostgres(Path data) {
        try {
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder()
                            .dataDir(data.resolve("postgres"))
                            .stopOnExit(false)
                            .start();
            synchronized (this) {
                postgres = server;
            }
            server.createDatabase(DATABASE);
            // Not the services' own, so that they can add to it and change nothing in it.
            return server.servicesUrl(DATABASE, Set.of("audit"));
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException("PostgreSQL: " + e.getMessage(), e);
        }
    }

    private ApplicationContext startServices(RunFile run, Path data) throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.application.name", "wardcast");
        settings.put("micronaut.server.port", options.port());
        settings.put("wardcast.redis-url", run.redisUrl());
        settings.put("wardcast.database-url", run.databaseUrl());
        settings.put("wardcast.public-url", run.url());
        if (postgres != null) {
            settings.put("wardcast.audit.owner-url", postgres.jdbcUrl(DATABASE));
        }
        settings.put("wardcast.demo", options.demo());
        settings.put("wardcast.gateway.test-publish", options.demo());
        settings.put("wardcast.notifications.test-endpoints", options.demo());
        settings.put("wardcast.sessions.audio-dir", options.data().resolve("audio").toString());
        ApplicationContext started =
                ApplicationContext.builder()
                        .banner(false)
                        .properties(settings)
                        .propertySources(LocalKey.make(data))
                        .build();
        synchronized (this) {
            context = started;
        }
        started.start();
        started.getBean(EmbeddedServer.class).start();
        return started;
    }

    private void awaitReady(SSLContext tls) throws InterruptedException {
        URI readiness = URI.create(url() + "/health/readiness");
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(5)).build();
            while (true) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // Asked again until the deadline.
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "not ready after " + READY_WITHIN.toSeconds() + " s; see " + readiness);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static <T> CompletableFuture<T> background(java.util.function.Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        result.complete(work.get());
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                });
        return result;
    }

    /** An embedded server that was killed is started again on its port and its data. */
    private void keepServersRunning(Consumer<String> progress) {
        while (true) {
            try {
                TimeUnit.MILLISECONDS.sleep(500);
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    if (redis != null && !redis.isRunning()) {
                        progress.accept("Redis has ended; starting it again");
                        redis.restart();
                    }
                    if (postgres != null && !postgres.isRunning()) {
                        progress.accept("PostgreSQL has ended; starting it again");
                        postgres.restart();
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException notYet) {
                progress.accept("not yet: " + notYet.getMessage());
            }
        }
    }

    /** Stops the services, then the servers under them. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            RunFile.delete(options.data());
        } catch (IOException leftBehind) {
            // Whoever reads it sees that its process is gone.
        }
        if (context != null) {
            context.close();
        }
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
