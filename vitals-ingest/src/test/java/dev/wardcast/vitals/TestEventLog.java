package dev.wardcast.vitals;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** The real log, where nobody else provides it. */
@Factory
final class TestEventLog {

    @Singleton
    @Requires(missingBeans = EventLog.class)
    EventLog eventLog(RedisLink link) {
        return new RedisEventLog(link, LogOptions.DEFAULTS);
    }
}
