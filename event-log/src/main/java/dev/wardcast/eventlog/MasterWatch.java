package dev.wardcast.eventlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each second whether the shared connection leads to a master, and replaces it if not. A
 * broken connection is repaired by the client itself, which asks Sentinel for the way. But a master
 * that hangs breaks no connection, and a Sentinel that has not heard of a failover yet names a
 * server that has just become a replica, which would refuse every write from then on.
 */
final class MasterWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MasterWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** One answer may be late because Redis is busy. */
    private static final int MISSED_ANSWERS = 2;

    private final ServerLink link;
    private final Thread thread;
    private int missed;

    MasterWatch(ServerLink link) {
        this.link = link;
        this.thread = Thread.ofVirtual().name("redis-master-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
                try {
                    look();
                } catch (ExecutionException | TimeoutException | RuntimeException away) {
                    LOG.debug("no master yet", away);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look() throws InterruptedException, ExecutionException, TimeoutException {
        String why;
        try {
            if (isMaster(link.shared())) {
                missed = 0;
                return;
            }
            why = "it is a replica now";
        } catch (TimeoutException hangs) {
            if (++missed < MISSED_ANSWERS) {
                return;
            }
            why = "it does not answer";
        }
        replace(why);
    }

    private void replace(String why)
            throws InterruptedException, ExecutionException, TimeoutException {
        var fresh =
                link.anotherConnection()
                        .toCompletableFuture()
                        .get(RedisLink.COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        boolean used = false;
        try {
            used = isMaster(fresh);
        } finally {
            if (!used) {
                fresh.closeAsync();
            }
        }
        if (used) {
            LOG.warn("left the server that was the master of Redis ({}) for another one", why);
            missed = 0;
            link.share(fresh);
        }
    }

    private static boolean isMaster(StatefulRedisConnection<byte[], byte[]> connection)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Object> role =
                connection.async().role().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return role.getFirst() instanceof byte[] name
                && new String(name, US_ASCII).equals("master");
    }
}
