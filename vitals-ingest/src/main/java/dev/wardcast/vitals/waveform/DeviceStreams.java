package dev.wardcast.vitals.waveform;

import dev.wardcast.kit.service.Drainable;
import dev.wardcast.vitals.waveform.Credential.Standing;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams of devices on this node: how many there may be, and whether each still may. */
@Singleton
final class DeviceStreams implements Drainable {

    /** A revoked key ends its streams within this time and a little. */
    private static final Duration CHECK = Duration.ofSeconds(1);

    /** How long a stream outlives access data that can't be read. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final long DRAIN_MILLIS = 2_000;

    private final int most;
    private final AtomicInteger places = new AtomicInteger();
    private final Set<DeviceConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<String, DeviceConnection> seats = new ConcurrentHashMap<>();
    private final ScheduledFuture<?> checks;
    private volatile boolean draining;

    DeviceStreams(
            WaveformSettings settings, @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
        this.most = settings.maxStreams();
        this.checks = scheduler.scheduleWithFixedDelay(CHECK, CHECK, this::checkAll);
    }

    @PreDestroy
    void stop() {
        checks.cancel(false);
    }

    boolean draining() {
        return draining;
    }

    int count() {
        return open.size();
    }

    /**
     * @return whether there was a place; then {@link #release} must follow
     */
    boolean admit() {
        if (places.incrementAndGet() > most) {
            places.decrementAndGet();
            return false;
        }
        return true;
    }

    void release() {
        places.decrementAndGet();
    }

    /** The newest connection of a seat has it; the one before ends. */
    void opened(DeviceConnection connection) {
        open.add(connection);
        DeviceConnection before = seats.put(connection.source().seat(), connection);
        if (before != null) {
            before.endLater(DeviceEnding.TAKEN_OVER);
        }
        if (draining) {
            connection.endLater(DeviceEnding.DRAINING);
        }
    }

    void closed(DeviceConnection connection) {
        open.remove(connection);
        seats.remove(connection.source().seat(), connection);
        release();
    }

    private void checkAll() {
        open.forEach(connection ->
                connection
                        .credential()
                        .standing()
                        .thenAccept(standing -> judge(connection, standing)));
    }

    private static void judge(DeviceConnection connection, Standing standing) {
        switch (standing) {
            case GOOD -> connection.decided();
            case REVOKED -> connection.endLater(DeviceEnding.ACCESS_REVOKED);
            case UNKNOWN -> {
                if (connection.undecidedFor().compareTo(GRACE) > 0) {
                    connection.endLater(DeviceEnding.ACCESS_UNKNOWN);
                }
            }
        }
    }

    @Override
    public void drain() throws InterruptedException {
        draining = true;
        open.forEach(connection -> connection.endLater(DeviceEnding.DRAINING));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
