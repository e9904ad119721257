package dev.wardcast.kit.web;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/** {@code wardcast.headers}: what every answer tells the browser. An empty value leaves it out. */
@ConfigurationProperties("wardcast.headers")
public interface HeaderSettings {

    /** For answers that don't bring a policy of their own; a page has to. */
    @Bindable(defaultValue = "default-src 'none'; frame-ancestors 'none'")
    String getContentSecurityPolicy();

    @Bindable(defaultValue = "DENY")
    String getFrameOptions();

    @Bindable(defaultValue = "no-referrer")
    String getReferrerPolicy();

    /** Sent over TLS only; elsewhere it means nothing (RFC 6797, 7.2). */
    @Bindable(defaultValue = "max-age=31536000")
    String getStrictTransportSecurity();
}
