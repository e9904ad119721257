package dev.wardcast.kit.service;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** The writing side of the log for every service of the process. */
@Factory
final class EventLogFactory {

    @Singleton
    @Requires(missingBeans = EventLog.class)
    EventLog eventLog(RedisLink redis) {
        return new RedisEventLog(redis, LogOptions.DEFAULTS);
    }
}
