package dev.wardcast.gateway;

import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.Ending;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.kit.service.Drainable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of the clients of a node that is about to end: no new ones, and the old ones a few at a
 * time, so that the nodes that stay are not run over.
 */
@Singleton
public final class Drain implements Drainable {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final OpenStreams open;
    private final GatewayConfiguration configuration;
    private volatile boolean draining;

    Drain(OpenStreams open, GatewayConfiguration configuration) {
        this.open = open;
        this.configuration = configuration;
    }

    /** Whether new streams should go to another node. */
    public boolean draining() {
        return draining;
    }

    @Override
    public void drain() throws InterruptedException {
        draining = true;
        var streams = open.all();
        Duration window = configuration.getDrainWindow();
        LOG.info("draining: {} streams over {}", streams.size(), window);
        CountDownLatch closed = new CountDownLatch(streams.size());
        for (ClientStream stream : streams) {
            long afterMillis = ThreadLocalRandom.current().nextLong(Math.max(1, window.toMillis()));
            stream.schedule(
                    () -> {
                        stream.end(Ending.DRAINING, retryMillis());
                        closed.countDown();
                    },
                    closed::countDown,
                    afterMillis);
        }
        // What a socket still has to take gets a moment more.
        boolean all = closed.await(window.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        // Those that were admitted just before, and opened after we looked.
        open.all().forEach(late -> late.execute(() -> late.end(Ending.DRAINING, retryMillis())));
        LOG.info("drained{}", all ? "" : ", but for " + closed.getCount());
    }

    /** Half of the usual pause to one and a half of it. */
    private long retryMillis() {
        long retry = configuration.getRetry().toMillis();
        return retry / 2 + ThreadLocalRandom.current().nextLong(retry + 1);
    }
}
