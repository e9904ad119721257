package dev.wardcast.local;

import dev.wardcast.kit.logs.LibraryLogs;
import dev.wardcast.kit.service.DatabaseUrl;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./wardcast up}: everything on one machine until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Starts Redis, PostgreSQL and all services in one process on one port; Ctrl-C stops all of it.")
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port to listen on (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data",
            defaultValue = ".wardcast",
            paramLabel = "DIR",
            description = "Where data is kept across restarts (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".wardcast");

    @Option(
            names = "--redis-url",
            paramLabel = "URL",
            description = "Use this Redis 7 instead of the embedded one: redis://host:port.")
    private @Nullable String redisUrl;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description =
                    "Use this PostgreSQL instead of the embedded one: postgresql://user:password@host:port/database.")
    private @Nullable String databaseUrl;

    @Option(
            names = "--no-demo",
            negatable = false,
            description = "Without demo users, patients and devices.")
    private boolean noDemo;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (port < 1 || port > 65_535) {
            throw new ParameterException(
                    spec.commandLine(), "--port: " + port + " (expected: 1 to 65535)");
        }
        if (!free(port)) {
            System.err.println(
                    "wardcast: port "
                            + port
                            + " is in use (expected: a free one; --port chooses another)");
            return 2;
        }
        LibraryLogs.take();
        String jdbc = databaseUrl == null ? null : DatabaseUrl.toJdbc(databaseUrl);
        LocalStack stack =
                new LocalStack(new LocalStack.Options(port, data, redisUrl, jdbc, !noDemo));
        CountDownLatch over = new CountDownLatch(1);
        Thread stop =
                new Thread(
                        () -> {
                            stack.close();
                            over.countDown();
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        stack.start(line -> System.err.println("wardcast: " + line));
        System.out.println("wardcast ready " + stack.url());
        System.out.flush();
        over.await();
        return 0;
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
            return true;
        } catch (java.io.IOException busy) {
            return false;
        }
    }
}
