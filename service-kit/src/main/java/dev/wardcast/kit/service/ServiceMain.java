package dev.wardcast.kit.service;

import dev.wardcast.kit.crypto.LocalKey;
import dev.wardcast.kit.logs.LibraryLogs;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.exceptions.BeanContextException;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.exceptions.ApplicationStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** {@code ./wardcast service NAME}: one service by itself. */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs one service by itself. Without addresses it joins the running `./wardcast up`.")
public final class ServiceMain implements Callable<Integer> {

    @Option(
            names = "--port",
            defaultValue = "8081",
            description = "Port to listen on (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--redis-url",
            description = "redis://host:port, or redis-cluster://host:port,host:port")
    private @Nullable String redisUrl;

    @Option(names = "--database-url", description = "postgresql://user:password@host:port/database")
    private @Nullable String databaseUrl;

    @Option(
            names = "--data",
            defaultValue = ".wardcast",
            description = "Where the running stack keeps its run.json (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".wardcast");

    @Option(
            names = "--migrate",
            description =
                    "Brings the schemas of this service up to date and ends; nothing is served.")
    private boolean migrate;

    private final Class<?> application;
    private final String name;

    private ServiceMain(Class<?> application, String name) {
        this.application = application;
        this.name = name;
    }

    /** Runs until the process is told to end; exits with 2 if it can't begin. */
    public static void run(Class<?> application, String name, String[] args) {
        LibraryLogs.take();
        CommandLine line =
                new CommandLine(new ServiceMain(application, name))
                        .setCommandName("wardcast service " + name)
                        .setExecutionExceptionHandler((failure, command, parsed) -> {
                            command.getErr().println("wardcast: " + explain(failure));
                            return 2;
                        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (migrate) {
            Migrations.of(databaseSettings()).run(System.out::println);
            return 0;
        }
        ApplicationContext context =
                Micronaut.build(new String[0])
                        .mainClass(application)
                        .banner(false)
                        .properties(settings())
                        .propertySources(keysBesideUs())
                        .start();
        System.out.println(
                "wardcast " + name + " ready " + context.getBean(EmbeddedServer.class).getURL());
        awaitTermination(context);
        return 0;
    }

    /**
     * Returns when the process is told to terminate and has drained; told a second time, it ends at
     * once.
     *
     * <p>A signal handler and not a shutdown hook: hooks run all at the same time, and one of the
     * framework's stops the server.
     */
    private static void awaitTermination(ApplicationContext context) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        SignalHandler terminate =
                signal -> {
                    if (told.getCount() == 0) {
                        Runtime.getRuntime().exit(128 + signal.getNumber());
                    }
                    told.countDown();
                };
        Signal.handle(new Signal("TERM"), terminate);
        Signal.handle(new Signal("INT"), terminate);
        told.await();
        for (Drainable drainable : context.getBeansOfType(Drainable.class)) {
            drainable.drain();
        }
    }

    /** Where Redis is does not matter to them. */
    private Map<String, Object> databaseSettings() throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.application.name", name);
        RunFile.read(data)
                .ifPresent(stack -> settings.put("wardcast.database-url", stack.databaseUrl()));
        if (databaseUrl != null) {
            settings.put("wardcast.database-url", DatabaseUrl.toJdbc(databaseUrl));
        }
        return settings;
    }

    /** What the stack that we join has sealed, we have to open, unless other keys are named. */
    private PropertySource[] keysBesideUs() throws IOException {
        return RunFile.read(data)
                .flatMap(running -> LocalKey.find(data))
                .map(keys -> new PropertySource[] {keys})
                .orElseGet(() -> new PropertySource[0]);
    }

    private Map<String, Object> settings() throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.server.port", port);
        settings.put("micronaut.application.name", name);
        Optional<RunFile> running = RunFile.read(data);
        running.ifPresent(stack -> {
            settings.put("wardcast.redis-url", stack.redisUrl());
            settings.put("wardcast.database-url", stack.databaseUrl());
            settings.put("wardcast.public-url", stack.url());
        });
        if (running.isEmpty() && System.getenv("WARDCAST_REDIS_URL") == null && redisUrl == null) {
            throw new IllegalArgumentException(
                    "no stack is running here (expected: `./wardcast up` in another terminal, or --redis-url and"
                            + " --database-url)");
        }
        if (redisUrl != null) {
            settings.put("wardcast.redis-url", redisUrl);
        }
        if (databaseUrl != null) {
            settings.put("wardcast.database-url", DatabaseUrl.toJdbc(databaseUrl));
        }
        return settings;
    }

    /** One line for people; the log has the rest. */
    public static String explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "the port is in use (expected: a free one; --port chooses another)";
            }
        }
        Throwable told = failure;
        while (told.getCause() != null
                && (told instanceof ApplicationStartupException
                        || told instanceof BeanContextException
                        || told.getMessage() == null)) {
            told = told.getCause();
        }
        return String.valueOf(told.getMessage()).lines().findFirst().orElse("failed");
    }
}
