package dev.wardcast.notifications.push;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * @param work whether this node sends
 * @param hosts of push services that may be written to; one that begins with a dot stands for all
 *     below it
 * @param subject how a push service reaches us about our messages: {@code mailto:} or {@code
 *     https:}
 * @param grace how long a user has to open a stream before they are told another way
 * @param poll how often to look for what is due
 * @param retry the first pause after a failure; each next one is twice as long
 * @param attempts after which it is given up
 * @param localEndpoints whether addresses in clear text and in private networks are fine; for tests
 */
@ConfigurationProperties("wardcast.notifications.push")
record PushSettings(
        @Bindable(defaultValue = "true") boolean work,
        @Bindable(
                        defaultValue =
                                "fcm.googleapis.com,.push.services.mozilla.com,.push.apple.com,.notify.windows.com")
                List<String> hosts,
        @Bindable(defaultValue = "mailto:wardcast@localhost") String subject,
        @Bindable(defaultValue = "5s") Duration grace,
        @Bindable(defaultValue = "1s") Duration poll,
        @Bindable(defaultValue = "10s") Duration retry,
        @Bindable(defaultValue = "6") int attempts,
        @Bindable(defaultValue = "false") boolean localEndpoints) {}
