package dev.wardcast.kit.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a page comes from (RFC 6454): scheme, host and port, in lower case.
 *
 * @param port the scheme's usual one, if none was written
 */
record Origin(String scheme, String host, int port) {

    /**
     * @return empty for whatever is not an origin, {@code null} among it, which sandboxed pages
     *     send: it is nobody's
     */
    static Optional<Origin> parse(String text) {
        try {
            URI uri = new URI(text);
            String path = uri.getRawPath();
            boolean more =
                    path != null && !path.isEmpty()
                            || uri.getRawQuery() != null
                            || uri.getRawFragment() != null
                            || uri.getRawUserInfo() != null;
            if (uri.getScheme() == null || uri.getHost() == null || more) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int port = uri.getPort() >= 0 ? uri.getPort() : usualPort(scheme);
            return Optional.of(new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The origin of an address that may have a path. */
    static Optional<Origin> ofAddress(String address) {
        int path = address.indexOf('/', address.indexOf("://") + 3);
        return parse(path < 0 ? address : address.substring(0, path));
    }

    /**
     * Whether this is the origin of whoever asked {@code host}. The scheme is left out: behind a
     * proxy that ends TLS we don't know it.
     *
     * @param host as in the header {@code Host}
     */
    boolean isOf(String host) {
        return parse(scheme + "://" + host).filter(this::equals).isPresent();
    }

    private static int usualPort(String scheme) {
        return switch (scheme) {
            case "https", "wss" -> 443;
            case "http", "ws" -> 80;
            default -> -1;
        };
    }
}
