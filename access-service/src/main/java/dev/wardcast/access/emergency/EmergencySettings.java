package dev.wardcast.access.emergency;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Min;

/**
 * @param openAtMost patients to whom one clinician can have emergency access at one time
 * @param triesPerDay how often one clinician can ask for it in 24 hours, whatever the answer
 */
@ConfigurationProperties("wardcast.access.emergency")
record EmergencySettings(
        @Min(1) @Bindable(defaultValue = "5") int openAtMost,
        @Min(1) @Bindable(defaultValue = "20") int triesPerDay) {}
