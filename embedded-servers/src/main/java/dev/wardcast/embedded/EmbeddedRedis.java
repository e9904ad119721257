package dev.wardcast.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Redis 7 on the loopback address. With a data directory it keeps what it has been told
 * (append-only file, at most the last second is lost in a crash), without one it forgets everything
 * on a stop.
 *
 * <p>Thread-safe. Ends with this JVM, even when that is killed.
 */
public final class EmbeddedRedis implements AutoCloseable {

    /** What runs, for instance {@code 7.0.15}. */
    public static final String VERSION = Binaries.REDIS_VERSION;

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Builder settings;
    private final int port;
    private final int busPort;
    private final DataDirectory data;
    private @Nullable ServerProcess process;

    private EmbeddedRedis(Builder settings) {
        this.settings = settings;
        this.port = settings.port == 0 ? FreePorts.next() : settings.port;
        this.busPort = settings.clusterEnabled ? FreePorts.next() : 0;
        this.data = DataDirectory.of(settings.dataDir, "redis");
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Options; the defaults are a free port, no persistence, no Cluster. */
    public static final class Builder {
        private int port;
        private @Nullable Path dataDir;
        private boolean clusterEnabled;
        private boolean stopOnExit = true;
        private @Nullable EmbeddedRedis master;

        private Builder() {}

        /** 0 for a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Keeps the data there; created when missing. */
        public Builder dataDir(Path dataDir) {
            this.dataDir = dataDir;
            return this;
        }

        public Builder clusterEnabled(boolean clusterEnabled) {
            this.clusterEnabled = clusterEnabled;
            return this;
        }

        /** Follows this server, until it is told otherwise. */
        public Builder replicaOf(EmbeddedRedis master) {
            this.master = master;
            return this;
        }

        /**
         * {@code false} leaves the server running while shutdown hooks run, for callers that stop
         * it in an order of their own. It still ends when the JVM is gone.
         */
        public Builder stopOnExit(boolean stopOnExit) {
            this.stopOnExit = stopOnExit;
            return this;
        }

        /** Starts the server; returns when it answers. */
        public EmbeddedRedis start() {
            EmbeddedRedis server = new EmbeddedRedis(this);
            try {
                return server.start();
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        }
    }

    /**
     * Starts after a {@link #stop} or {@link #kill}; returns when the server answers.
     *
     * @throws EmbeddedServerException with the server's last lines when it does not
     */
    public synchronized EmbeddedRedis start() {
        if (isRunning()) {
            return this;
        }
        data.lock();
        Path pidFile = data.path().resolve("redis.pid");
        data.endLeftover(pidFile, "redis-server");
        ServerProcess started =
                ServerProcess.start(
                        "redis on port " + port,
                        command(pidFile),
                        Map.of(),
                        "TERM",
                        data.isTemporary() ? Optional.of(data.path()) : Optional.empty());
        process = started;
        if (settings.stopOnExit) {
            ExitHook.add(this);
        }
        started.awaitReady(START_TIMEOUT, this::answers);
        return this;
    }

    private List<String> command(Path pidFile) {
        boolean persistent = settings.dataDir != null;
        List<String> command = new ArrayList<>();
        command.add(Binaries.redisServer().toString());
        option(command, "port", "" + port);
        option(command, "bind", "127.0.0.1");
        option(command, "dir", data.path().toString());
        option(command, "pidfile", pidFile.toString());
        // The arguments stay visible, by which a leftover is told from a stranger's server.
        option(command, "set-proc-title", "no");
        option(command, "save", "");
        option(command, "appendonly", persistent ? "yes" : "no");
        option(command, "appendfsync", "everysec");
        // While a second process writes the file anew, all others wait for a processor: seldom.
        option(command, "auto-aof-rewrite-min-size", "512mb");
        // A subscriber that cannot keep up is cut off, and resumes from the buffer.
        option(command, "client-output-buffer-limit", "pubsub", "256mb", "64mb", "60");
        option(command, "tcp-keepalive", "60");
        option(command, "maxmemory-policy", "noeviction");
        // Each entry in a node of its own. Redis gives back what a full node has spare, and where
        // the
        // next node then grows into that very place it loses the entry, or its life: valkey 4705.
        option(command, "stream-node-max-bytes", "1");
        // A replica is wanted now and not when others might join it.
        option(command, "repl-diskless-sync-delay", "0");
        if (settings.master != null) {
            option(command, "replicaof", "127.0.0.1", "" + settings.master.port());
        }
        if (settings.clusterEnabled) {
            option(command, "cluster-enabled", "yes");
            option(command, "cluster-port", "" + busPort);
            option(command, "cluster-node-timeout", "2000");
            // The slots that are left go on when one master is gone.
            option(command, "cluster-require-full-coverage", "no");
            // Which replica is whose stays as it was dealt out.
            option(command, "cluster-allow-replica-migration", "no");
        }
        return command;
    }

    private static void option(List<String> command, String name, String... values) {
        command.add("--" + name);
        command.addAll(List.of(values));
    }

    private boolean answers() {
        try (Resp resp = new Resp(port)) {
            return resp.call("PING").equals("PONG") && isOurs(resp);
        } catch (IOException e) {
            return false;
        }
    }

    /** On a given port somebody else's Redis may answer while ours ends over the busy port. */
    private boolean isOurs(Resp resp) throws IOException {
        ServerProcess current = process;
        return current != null
                && resp.call("INFO", "server").contains("process_id:" + current.pid() + "\r\n");
    }

    /** In good order; what was written is on disk, if there is a data directory. */
    public synchronized void stop() {
        if (process != null) {
            process.stop();
        }
    }

    /** As a crash would (SIGKILL). */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** Holds it still: connections stay open, and nothing answers (SIGSTOP). */
    public void pause() {
        ServerProcess.signal("STOP", pid());
    }

    /** Ends a {@link #pause}. */
    public void resume() {
        ServerProcess.signal("CONT", pid());
    }

    /** Stops and starts, on the same port and directory. */
    public synchronized void restart() {
        stop();
        start();
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    int busPort() {
        return busPort;
    }

    /**
     * @throws IllegalStateException when it does not run
     */
    public synchronized long pid() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException("redis on port " + port + " does not run");
        }
        return process.pid();
    }

    /** Stops for good and deletes a temporary directory. */
    @Override
    public synchronized void close() {
        stop();
        ExitHook.remove(this);
        data.close();
    }
}
