package dev.wardcast.access.devices;

import dev.wardcast.access.projection.Deadline;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.RoomBuffers;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets those of a device's new patient follow its room, once the readings of the former one are out
 * of it. They are taken out first: if that fails, nobody is let in.
 */
@Singleton
final class BindingDeadline implements Deadline {

    private static final Duration SOME_TIME = Duration.ofHours(1);
    private static final long PATIENCE_SECONDS = 5;

    private final BindingTable table;
    private final RoomBuffers buffers;

    BindingDeadline(BindingTable table, RedisLink redis, LogOptions options) {
        this.table = table;
        this.buffers = new RoomBuffers(redis, options);
    }

    @Override
    public void apply() {
        for (BindingRow binding : table.settled()) {
            buffers.forget(binding.room())
                    .toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            table.forget(binding.id());
        }
    }

    /** It need not be to the second. */
    @Override
    public Duration untilNext() {
        return SOME_TIME;
    }
}
