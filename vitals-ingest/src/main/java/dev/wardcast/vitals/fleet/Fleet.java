package dev.wardcast.vitals.fleet;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.vitals.VitalsSettings;
import dev.wardcast.vitals.follow.Followers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/** Starts listening for devices with the application. */
@Factory
final class Fleet {

    @Context
    @Bean(preDestroy = "close")
    FleetFollowers followers(
            RedisLink link,
            RedisSampleQueue queue,
            Devices devices,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
            VitalsSettings vitals,
            FleetSettings settings,
            MeterRegistry registry) {
        FleetFollower follower =
                new FleetFollower(
                        devices,
                        new Pulses(new Rhythm(settings)),
                        queue,
                        blocking,
                        settings,
                        InstantSource.system(),
                        SampleQueue.PARTITIONS);
        Followers followers = Followers.start(link, queue, follower, vitals.unhurried());
        registry.gauge("wardcast.vitals.devices.partitions", followers, Followers::held);
        return new FleetFollowers(followers);
    }

    /** A type of its own, because there are followers of other kinds. */
    record FleetFollowers(Followers followers) implements AutoCloseable {
        @Override
        public void close() {
            followers.close();
        }
    }
}
