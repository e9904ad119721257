package dev.wardcast.kit.audit;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from. What {@code X-Forwarded-For} says counts only as far as proxies that
 * we trust have written it: from the right, up to the first address that is none of them.
 */
@Singleton
public final class ClientAddresses {

    /** More hops than that are nobody's network but somebody's attempt. */
    private static final int MOST_HOPS = 16;

    private final List<Network> trusted;

    ClientAddresses(AuditSettings settings) {
        trusted = settings.proxies().stream().map(Network::parse).toList();
    }

    /** {@code null} if the connection does not say. */
    public @Nullable String of(HttpRequest<?> request) {
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null || remote.getAddress() == null) {
            return null;
        }
        return of(remote.getAddress(), request.getHeaders().getAll("X-Forwarded-For"));
    }

    String of(InetAddress connected, List<String> forwardedFor) {
        InetAddress client = connected;
        List<String> hops = new ArrayList<>();
        for (String line : forwardedFor) {
            hops.addAll(List.of(line.split(",", -1)));
        }
        for (int i = 0; i < MOST_HOPS && i < hops.size() && isTrusted(client); i++) {
            InetAddress before = literal(hops.get(hops.size() - 1 - i).strip());
            if (before == null) {
                break;
            }
            client = before;
        }
        return client.getHostAddress();
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** Names are not looked up: a client could make us ask any name server. */
    static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    /** An address, or all that share its first bits. */
    record Network(InetAddress address, int bits) {

        static Network parse(String text) {
            String[] parts = text.strip().split("/", 2);
            InetAddress address = literal(parts[0]);
            int all = address == null ? 0 : address.getAddress().length * 8;
            int bits = parts.length == 1 ? all : number(parts[1]);
            if (address == null || bits < 0 || bits > all) {
                throw new IllegalArgumentException(
                        "wardcast.audit.trusted-proxies: "
                                + text
                                + " (expected: an address or a network such as 10.0.0.0/8)");
            }
            return new Network(address, bits);
        }

        private static int number(String text) {
            return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        }

        boolean contains(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
