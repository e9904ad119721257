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
import dev.wardcast.access.people.UserRow;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Signs access tokens. They say who someone is; what they may see is decided elsewhere. */
@Singleton
class AccessTokens {

    private static final String ISSUER = "wardcast";
    private static final String AUDIENCE = "wardcast";

    private final KeyRing keys;
    private final AccessSettings settings;

    AccessTokens(KeyRing keys, AccessSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    String issue(UserRow user, List<String> roles) {
        Instant now = Instant.now();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(user.id())
                        .claim("name", user.username())
                        .claim("roles", roles)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(settings.tokenLifetime())))
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
        return token.serialize();
    }
}
