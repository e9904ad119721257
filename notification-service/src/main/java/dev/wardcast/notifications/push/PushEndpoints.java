package dev.wardcast.notifications.push;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses we write to. They come from clients, so without this anybody could have us send
 * requests into our own network. A list of hosts, because a name that is public when it is looked
 * at can be private when it is used; nobody but the push service has a say about these names.
 */
@Singleton
final class PushEndpoints {

    private static final int LONGEST = 1_000;

    private final List<String> hosts;
    private final boolean local;

    PushEndpoints(PushSettings settings) {
        this.hosts =
                settings.hosts().stream()
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .toList();
        this.local = settings.localEndpoints();
    }

    /** Why the address is refused; empty if it isn't. */
    Optional<String> objection(String endpoint) {
        URI uri;
        try {
            uri = URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            return Optional.of("no address (expected: https://…)");
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (endpoint.length() > LONGEST
                || !(secure || (local && "http".equalsIgnoreCase(uri.getScheme())))
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            return Optional.of("(expected: https://…, at most %d characters)".formatted(LONGEST));
        }
        if (!local && uri.getPort() != -1 && uri.getPort() != 443) {
            return Optional.of("(expected: port 443)");
        }
        if (!known(uri.getHost().toLowerCase(Locale.ROOT))) {
            return Optional.of("(expected: a host of wardcast.notifications.push.hosts)");
        }
        return Optional.empty();
    }

    /** Whether the name leads outside at this moment, should its owner have been careless. */
    boolean leadsOutside(URI endpoint) {
        if (local) {
            return true;
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(endpoint.getHost()))
                    .noneMatch(PushEndpoints::isOurs);
        } catch (UnknownHostException e) {
            // Nothing is sent then either, and it is tried again.
            return true;
        }
    }

    private boolean known(String host) {
        return hosts.stream()
                .anyMatch(ours -> ours.startsWith(".") ? host.endsWith(ours) : host.equals(ours));
    }

    private static boolean isOurs(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean shared = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
        return uniqueLocal
                || shared
                || address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
    }
}
