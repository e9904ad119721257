package dev.wardcast.vitals.history;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the history.
 *
 * @param historyRetention how old, by the devices' time, readings become at least before they are
 *     dropped: week by week, when the newest of a week is older. More than what is accepted
 */
@ConfigurationProperties("wardcast.vitals")
record HistorySettings(@Bindable(defaultValue = "400d") Duration historyRetention) {}
