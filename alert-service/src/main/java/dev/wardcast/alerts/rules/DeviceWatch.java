package dev.wardcast.alerts.rules;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of when a device is heard. Times are our times of receipt.
 *
 * @param heardAt when it was heard last
 * @param watched whether a time is set at which to look for it
 * @param rules by rule id
 */
public record DeviceWatch(Instant heardAt, boolean watched, Map<String, Watch> rules) {

    public DeviceWatch {
        rules = Map.copyOf(rules);
    }

    public record Device(String type, String id) {}

    /**
     * @param run readings in a row that were no further apart than the rule allows, as far as they
     *     matter
     * @param alertId the alert that says it is silent, if one does
     */
    public record Watch(int run, @Nullable String alertId) {}
}
