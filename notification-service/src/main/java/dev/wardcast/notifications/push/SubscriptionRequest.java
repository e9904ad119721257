package dev.wardcast.notifications.push;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.serde.annotation.Serdeable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a browser's {@code PushSubscription.toJSON()} says.
 *
 * @param endpoint where its push service takes messages for it
 */
@Serdeable
record SubscriptionRequest(@Nullable String endpoint, @Nullable Keys keys) {

    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

    /**
     * @param p256dh public key of the subscription, 65 bytes in base64url
     * @param auth its secret, 16 bytes in base64url
     */
    @Serdeable
    record Keys(@Nullable String p256dh, @Nullable String auth) {}

    /**
     * @throws ProblemException naming every field that is wrong
     */
    PushTarget checked(PushEndpoints endpoints) {
        List<FieldError> errors = new ArrayList<>();
        String address = endpoint == null ? "" : endpoint;
        endpoints.objection(address).ifPresent(o -> errors.add(new FieldError("endpoint", o)));
        String publicKey = keys == null || keys.p256dh() == null ? "" : keys.p256dh();
        String secret = keys == null || keys.auth() == null ? "" : keys.auth();
        if (!isPoint(bytes(publicKey))) {
            errors.add(new FieldError("keys.p256dh", "(expected: a point of P-256 in base64url)"));
        }
        if (bytes(secret).length != 16) {
            errors.add(new FieldError("keys.auth", "(expected: 16 bytes in base64url)"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new PushTarget(address, publicKey, secret);
    }

    static byte[] bytes(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** On the curve: y² = x³ − 3x + b. A point beside it would give a key of ours away. */
    private static boolean isPoint(byte[] uncompressed) {
        if (uncompressed.length != 65 || uncompressed[0] != 4) {
            return false;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(uncompressed, 1, 33));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(uncompressed, 33, 65));
        BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
        return x.compareTo(P) < 0 && y.compareTo(P) < 0 && y.multiply(y).mod(P).equals(right);
    }
}
