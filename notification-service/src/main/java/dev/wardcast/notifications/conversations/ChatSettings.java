package dev.wardcast.notifications.conversations;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * {@code wardcast.chat}.
 *
 * @param userMessages what a user may send, edit or delete within the window, everywhere
 * @param conversationMessages what all together may send, edit or delete in one conversation within
 *     the window
 * @param conversations conversations that a user may begin, and participants that they may add or
 *     remove, within the window
 * @param window over how long it is counted, on all nodes together
 * @param batch messages that one transaction stores at most
 * @param queue messages that wait for theirs at most; more are answered 503
 */
@ConfigurationProperties("wardcast.chat")
public record ChatSettings(
        @Bindable(defaultValue = "30") @Min(1) int userMessages,
        @Bindable(defaultValue = "200") @Min(1) int conversationMessages,
        @Bindable(defaultValue = "30") @Min(1) int conversations,
        @Bindable(defaultValue = "10s") Duration window,
        @Bindable(defaultValue = "200") @Min(1) @Max(5_000) int batch,
        @Bindable(defaultValue = "5000") @Min(1) @Max(1_000_000) int queue) {}
