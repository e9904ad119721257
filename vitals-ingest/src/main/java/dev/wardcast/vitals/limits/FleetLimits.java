package dev.wardcast.vitals.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.wardcast.kit.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What each device and each fleet may still send to this node. Kept in memory, so that a limit
 * costs nothing: with several nodes behind one address each takes its own share, and together they
 * take so many times more.
 */
@Singleton
public final class FleetLimits {

    /** Of those that were seen least lately, the bucket is full again soon anyway. */
    private static final int MOST_DEVICES = 100_000;

    private static final int MOST_FLEETS = 10_000;

    private final LimitSettings settings;
    private final LongSupplier nanoClock;
    private final MeterRegistry registry;
    private final Cache<String, Bucket> devices =
            Caffeine.newBuilder().maximumSize(MOST_DEVICES).build();
    private final Cache<String, Bucket> fleets =
            Caffeine.newBuilder().maximumSize(MOST_FLEETS).build();

    @Inject
    FleetLimits(LimitSettings settings, MeterRegistry registry) {
        this(settings, registry, System::nanoTime);
    }

    public FleetLimits(LimitSettings settings, MeterRegistry registry, LongSupplier nanoClock) {
        this.settings = settings;
        this.registry = registry;
        this.nanoClock = nanoClock;
    }

    /**
     * Counts a post before anything is done with it: all of it fits, or none of it is taken.
     *
     * @param fleet whose post it is
     * @param byDevice how many readings of each device it has
     * @throws ProblemException 429, which names the device or the fleet and when to come back
     */
    public void charge(String fleet, Map<String, Integer> byDevice) {
        long now = nanoClock.getAsLong();
        List<Taken> taken = new ArrayList<>(byDevice.size() + 1);
        int sum = byDevice.values().stream().mapToInt(Integer::intValue).sum();
        Bucket ofFleet =
                fleets.get(
                        fleet,
                        unseen ->
                                new Bucket(settings.fleetPerSecond(), settings.fleetBurst(), now));
        take(ofFleet, sum, now, taken, "fleet", settings.fleetPerSecond(), "This fleet");
        byDevice.forEach((device, count) -> {
            Bucket bucket =
                    devices.get(
                            device,
                            unseen ->
                                    new Bucket(
                                            settings.devicePerSecond(),
                                            settings.deviceBurst(),
                                            now));
            take(bucket, count, now, taken, "device", settings.devicePerSecond(), device);
        });
    }

    private record Taken(Bucket bucket, int count) {}

    private void take(
            Bucket bucket,
            int count,
            long now,
            List<Taken> taken,
            String kind,
            int perSecond,
            String who) {
        long wait = bucket.take(count, now);
        if (wait == 0) {
            taken.add(new Taken(bucket, count));
            return;
        }
        taken.forEach(each -> each.bucket().giveBack(each.count()));
        registry.counter("wardcast.vitals.limited", "limit", kind).increment();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(wait - 1) + 1;
        throw ProblemException.retryLater(
                HttpStatus.TOO_MANY_REQUESTS,
                kind + "_limit",
                who
                        + " sends more than "
                        + perSecond
                        + " readings a second; post again after "
                        + seconds
                        + " s.",
                (int) Math.min(seconds, 3_600));
    }
}
