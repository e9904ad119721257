package dev.wardcast.kit.service;

import dev.wardcast.eventlog.LogOptions;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/** {@code wardcast.event-log}: see {@link LogOptions} for what the keys mean. */
@ConfigurationProperties("wardcast.event-log")
public interface EventLogConfiguration {

    @Bindable(defaultValue = "1")
    int getPartitions();

    @Bindable(defaultValue = "1h")
    Duration getKeepAll();

    @Bindable(defaultValue = "100")
    int getKeepFewest();

    @Bindable(defaultValue = "10000")
    int getKeepMost();

    @Bindable(defaultValue = "24h")
    Duration getSilentBuffer();

    @Bindable(defaultValue = "7d")
    Duration getSilentRoom();

    @Bindable(defaultValue = "24h")
    Duration getRecognise();

    @Bindable(defaultValue = "128")
    int getRing();

    @Bindable(defaultValue = "3s")
    Duration getCheck();

    @Bindable(defaultValue = "30s")
    Duration getLinger();

    /** The same, checked. */
    default LogOptions options() {
        return new LogOptions(
                getPartitions(),
                getKeepAll(),
                getKeepFewest(),
                getKeepMost(),
                getSilentBuffer(),
                getSilentRoom(),
                getRecognise(),
                getRing(),
                getCheck(),
                getLinger());
    }
}
