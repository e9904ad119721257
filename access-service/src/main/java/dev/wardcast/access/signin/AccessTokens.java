package dev.wardcast.access.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.wardcast.access.AccessSettings;
import dev.wardcast.access.keys.KeyRing;
import dev.wardcast.access.people.UserRow;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Signs access tokens. They say who someone is; what they may see is decided elsewhere. */
@Singleton
public class AccessTokens {

    private static final String ISSUER = "wardcast";
    private static final String AUDIENCE = "wardcast";

    private final KeyRing keys;
    private final AccessSettings settings;

    AccessTokens(KeyRing keys, AccessSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    /**
     * @param id the token's {@code jti}
     */
    public record Signed(String token, String id) {}

    /**
     * @param sessionId what can be ended before the token ends
     */
    Signed issue(UserRow user, List<String> roles, String sessionId) {
        return issue(user.id(), user.username(), roles, sessionId, settings.tokenLifetime());
    }

    public Signed issue(
            String userId, String name, List<String> roles, String sessionId, Duration lifetime) {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(userId)
                        .claim("name", name)
                        .claim("roles", roles)
                        .claim("sid", sessionId)
                        .jwtID(id)
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(lifetime)))
                        .build();
        ECKey key = keys.toSignWith();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("signing with key " + key.getKeyID(), e);
        }
        return new Signed(token.serialize(), id);
    }
}
