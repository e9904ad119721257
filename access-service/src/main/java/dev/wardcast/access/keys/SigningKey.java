package dev.wardcast.access.keys;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;

/** A key, and from when on tokens may be signed with it. */
record SigningKey(ECKey key, Instant usableFrom) {
    String kid() {
        return key.getKeyID();
    }
}
