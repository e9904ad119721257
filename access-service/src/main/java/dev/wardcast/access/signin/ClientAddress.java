package dev.wardcast.access.signin;

import io.micronaut.http.HttpRequest;
import io.netty.util.NetUtil;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Who knocks, as far as the network tells. */
@Singleton
final class ClientAddress {

    /** What one subscriber has of IPv6, in bytes: within it addresses are free to choose. */
    private static final int IPV6_PREFIX = 8;

    private final @Nullable String header;

    ClientAddress(SignInSettings settings) {
        this.header = settings.addressHeader();
    }

    /** The same for all addresses that one client has at its choice. */
    String of(HttpRequest<?> request) {
        InetAddress address = told(request);
        if (address == null) {
            address = request.getRemoteAddress().getAddress();
        }
        if (address == null) {
            return "unknown";
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of()
                .formatHex(
                        address instanceof Inet6Address
                                ? Arrays.copyOf(bytes, IPV6_PREFIX)
                                : bytes);
    }

    /** The last entry is the proxy's own; those before it are whatever the client wrote. */
    private @Nullable InetAddress told(HttpRequest<?> request) {
        if (header == null) {
            return null;
        }
        String all = String.join(",", request.getHeaders().getAll(header));
        return NetUtil.createInetAddressFromIpAddressString(
                all.substring(all.lastIndexOf(',') + 1).strip());
    }
}
