package dev.wardcast.kit.service;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.waveform.WaveformLog;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The logs that the parts of a process publish to. */
@Factory
final class EventLogFactory {

    @Singleton
    LogOptions logOptions(EventLogConfiguration configuration) {
        return configuration.options();
    }

    @Singleton
    EventLog eventLog(RedisLink redis, LogOptions options) {
        RedisEventLog.requireSamePartitions(redis, options);
        return new RedisEventLog(redis, options);
    }

    @Singleton
    WaveformLog waveformLog(RedisLink redis, LogOptions options) {
        return new WaveformLog(redis, options.partitions());
    }
}
