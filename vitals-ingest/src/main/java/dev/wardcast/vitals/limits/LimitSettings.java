package dev.wardcast.vitals.limits;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Min;

/**
 * How much one node takes from one device and from one fleet, in readings. A fleet is what posts
 * for the patients of one hospital with keys of devices, or what posts with one token.
 *
 * @param devicePerSecond in the long run
 * @param deviceBurst at once; at least 1,000, so that a full array fits
 * @param fleetPerSecond in the long run
 * @param fleetBurst at once
 */
@ConfigurationProperties("wardcast.vitals.limits")
public record LimitSettings(
        @Bindable(defaultValue = "500") @Min(1) int devicePerSecond,
        @Bindable(defaultValue = "5000") @Min(1000) int deviceBurst,
        @Bindable(defaultValue = "100000") @Min(1) int fleetPerSecond,
        @Bindable(defaultValue = "200000") @Min(1000) int fleetBurst) {}
