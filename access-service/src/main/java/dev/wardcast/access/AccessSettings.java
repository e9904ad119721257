package dev.wardcast.access;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param tokenLifetime how long an access token counts
 * @param refreshLifetime how long a refresh token can wait to be used
 * @param serviceTokenLifetime how long a service account's token counts
 */
@ConfigurationProperties("wardcast.access")
public record AccessSettings(
        @NotNull @Bindable(defaultValue = "15m") Duration tokenLifetime,
        @NotNull @Bindable(defaultValue = "12h") Duration refreshLifetime,
        @NotNull @Bindable(defaultValue = "5m") Duration serviceTokenLifetime) {}
