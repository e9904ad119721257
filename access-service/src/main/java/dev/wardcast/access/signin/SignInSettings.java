package dev.wardcast.access.signin;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param failures wrong passwords for one name after which it is locked
 * @param window within which they count together
 * @param lock how long a name stays locked
 * @param addressFailures refused sign-ins from one address after which it has to wait
 * @param addressWindow within which they count together
 */
@ConfigurationProperties("wardcast.access.sign-in")
record SignInSettings(
        @Min(1) @Bindable(defaultValue = "10") int failures,
        @NotNull @Bindable(defaultValue = "15m") Duration window,
        @NotNull @Bindable(defaultValue = "15m") Duration lock,
        @Min(1) @Bindable(defaultValue = "60") int addressFailures,
        @NotNull @Bindable(defaultValue = "1m") Duration addressWindow) {}
