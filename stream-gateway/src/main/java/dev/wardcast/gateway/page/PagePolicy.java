package dev.wardcast.gateway.page;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the page may do in a browser: run, show and ask nothing but what comes from its own address,
 * and make no markup out of text. Its one policy of trusted types makes the address of the push
 * worker, whatever it is given.
 */
final class PagePolicy {

    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

    private PagePolicy() {}

    /**
     * The value of {@code Content-Security-Policy}.
     *
     * @param host what the request's header {@code Host} says. Browsers differ in whether {@code
     *     'self'} covers WebSockets, so they are named
     */
    static String of(@Nullable String host) {
        String sockets =
                host != null && HOST.matcher(host).matches()
                        ? " ws://" + host + " wss://" + host
                        : "";
        return "default-src 'self'; connect-src 'self'"
                + sockets
                + "; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'"
                + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
                + "; require-trusted-types-for 'script'; trusted-types push-worker";
    }
}
