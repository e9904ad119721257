package dev.wardcast.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Sentinel, which watches one master together with others. */
final class RedisSentinel implements AutoCloseable {

    static final String MASTER_NAME = "wardcast";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final int port = FreePorts.next();
    private final DataDirectory data = DataDirectory.of(null, "sentinel");
    private @Nullable ServerProcess process;

    private RedisSentinel() {}

    static RedisSentinel start(int masterPort) {
        RedisSentinel sentinel = new RedisSentinel();
        try {
            // It writes into this file what it learns.
            Path file = sentinel.data.path().resolve("sentinel.conf");
            Files.writeString(file, sentinel.settings(masterPort));
            ServerProcess started =
                    ServerProcess.start(
                            "sentinel on port " + sentinel.port,
                            List.of(Binaries.redisServer().toString(), "" + file, "--sentinel"),
                            Map.of(),
                            "TERM",
                            Optional.of(sentinel.data.path()));
            sentinel.process = started;
            ExitHook.add(sentinel);
            started.awaitReady(START_TIMEOUT, () -> !sentinel.seen().isEmpty());
            return sentinel;
        } catch (IOException e) {
            sentinel.close();
            throw new UncheckedIOException("cannot set up a Sentinel", e);
        } catch (RuntimeException e) {
            sentinel.close();
            throw e;
        }
    }

    private String settings(int masterPort) {
        return """
        port %1$d
        bind 127.0.0.1
        dir %2$s
        sentinel monitor %3$s 127.0.0.1 %4$d 2
        sentinel down-after-milliseconds %3$s 2000
        sentinel failover-timeout %3$s 6000
        sentinel parallel-syncs %3$s 2
        """
                .formatted(port, data.path(), MASTER_NAME, masterPort);
    }

    int port() {
        return port;
    }

    /** What it says of the master, for instance {@code status=ok,address=…}; empty if nothing. */
    String seen() {
        try (Resp resp = new Resp(port)) {
            return resp.call("INFO", "sentinel");
        } catch (IOException away) {
            return "";
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.stop();
        }
        ExitHook.remove(this);
        data.close();
    }
}
