package dev.wardcast.access.signin;

import dev.wardcast.kit.rate.Rate;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets an address wait from which too many sign-ins were refused. Those that succeed are not
 * counted: a whole ward may sit behind one address.
 */
@Singleton
public final class AddressLimit {

    /** What one subscriber has of IPv6, in bytes: within it addresses are free to choose. */
    private static final int IPV6_PREFIX = 8;

    private final Rate rate;
    private final SignInSettings settings;

    AddressLimit(Rate rate, SignInSettings settings) {
        this.rate = rate;
        this.settings = settings;
    }

    /**
     * @return how long to wait before the next attempt
     */
    public Optional<Duration> wait(@Nullable String address) {
        return rate.look(key(address), settings.addressFailures(), settings.addressWindow());
    }

    public void refused(@Nullable String address) {
        rate.count(key(address), settings.addressFailures(), settings.addressWindow());
    }

    /** The same for all addresses that one client has at its choice. */
    static String key(@Nullable String address) {
        if (address == null) {
            return "sign-in:unknown";
        }
        InetAddress literal = InetAddress.ofLiteral(address);
        byte[] bytes = literal.getAddress();
        return "sign-in:"
                + HexFormat.of()
                        .formatHex(
                                literal instanceof Inet6Address
                                        ? Arrays.copyOf(bytes, IPV6_PREFIX)
                                        : bytes);
    }
}
