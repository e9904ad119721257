package dev.wardcast.access.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes the first signing key, once however many processes start together, and reads them. */
@Singleton
class SigningKeys {

    private final SigningKeyTable table;

    SigningKeys(SigningKeyTable table) {
        this.table = table;
    }

    /** A key, and from when on tokens may be signed with it. */
    record SigningKey(ECKey key, Instant usableFrom) {}

    /** Keys that are not retired, the newest first; at least one of them is usable. */
    @Transactional("access")
    List<SigningKey> current() {
        List<SigningKeyRow> rows = table.current();
        if (rows.isEmpty()) {
            table.lock();
            rows = table.current();
            if (rows.isEmpty()) {
                make();
                rows = table.current();
            }
        }
        return rows.stream().map(SigningKeys::parse).toList();
    }

    private void make() {
        try {
            ECKey key =
                    new ECKeyGenerator(Curve.P_256)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .keyIDFromThumbprint(true)
                            .generate();
            // The database rounds to microseconds, perhaps up: a key must not be of the future.
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            table.add(key.getKeyID(), key.toJSONString(), now);
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private static SigningKey parse(SigningKeyRow row) {
        try {
            return new SigningKey(ECKey.parse(row.jwk()), row.usableFrom());
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + row.kid() + " is unreadable", e);
        }
    }
}
