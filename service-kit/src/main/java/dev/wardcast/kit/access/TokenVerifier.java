package dev.wardcast.kit.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.wardcast.eventlog.Room;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a token is one of ours. May fetch keys, so it may block; never to be called on an
 * event loop.
 *
 * <p>Accepted is one form only: a JWS in compact serialization, signed by ES256 with a key that the
 * key set names. The algorithm is ours to choose, never the token's.
 */
final class TokenVerifier {

    /** In characters; ours have about 500. Refused before anything is parsed. */
    static final int LONGEST_TOKEN = 4_096;

    static final String ISSUER = "wardcast";
    static final String AUDIENCE = "wardcast";
    private static final int CLOCK_SKEW_SECONDS = 5;
    private static final Set<String> REQUIRED =
            Set.of("sub", "name", "roles", "jti", "iat", "nbf", "exp");

    /** What became of a token. */
    sealed interface Verdict {
        record Valid(Caller caller) implements Verdict {}

        record Invalid(String reason) implements Verdict {}

        /** No keys to check with: neither trusted nor refused. */
        record Unknown(String reason) implements Verdict {}
    }

    private final JWKSource<SecurityContext> keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    TokenVerifier(JWKSource<SecurityContext> keys, Clock clock) {
        this.keys = keys;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
        processor.setJWTClaimsSetVerifier(new OurClaims(clock));
    }

    Verdict verify(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return new Verdict.Invalid("too long");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            String keyId = jwt.getHeader().getKeyID();
            if (keyId == null) {
                return new Verdict.Invalid("no kid");
            }
            if (jwt.getHeader().getCriticalParams() != null) {
                // We know no extension, and a token of ours has none.
                return new Verdict.Invalid("crit");
            }
            return new Verdict.Valid(caller(processor.process(jwt, null), keyId));
        } catch (KeySourceException e) {
            return hasKeys() ? new Verdict.Invalid("unknown kid") : new Verdict.Unknown("no keys");
        } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
            // Untrusted input: whatever a parser trips over is the token's fault.
            return new Verdict.Invalid(e.getClass().getSimpleName());
        }
    }

    /**
     * The key source fails alike for "could not fetch" and "asked too often for keys that are not
     * there"; only the first says nothing about the token.
     */
    private boolean hasKeys() {
        try {
            return !keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).isEmpty();
        } catch (KeySourceException e) {
            return false;
        }
    }

    private static Caller caller(JWTClaimsSet claims, String keyId)
            throws ParseException, BadJWTException {
        String subject = claims.getSubject();
        if (!Room.ID.matcher(subject).matches()) {
            throw new BadJWTException("sub (expected: an id)");
        }
        @Nullable String session = claims.getStringClaim("sid");
        if (session != null && !Room.ID.matcher(session).matches()) {
            throw new BadJWTException("sid (expected: an id)");
        }
        return new Caller(
                subject,
                claims.getStringClaim("name"),
                Role.known(claims.getStringListClaim("roles")),
                claims.getJWTID(),
                claims.getExpirationTime().toInstant(),
                session,
                keyId);
    }

    private static final class OurClaims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        OurClaims(Clock clock) {
            super(AUDIENCE, new JWTClaimsSet.Builder().issuer(ISSUER).build(), REQUIRED);
            this.clock = clock;
            setMaxClockSkew(CLOCK_SKEW_SECONDS);
        }

        @Override
        public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
                throws BadJWTException {
            super.verify(claims, context);
            Instant latest = clock.instant().plusSeconds(CLOCK_SKEW_SECONDS);
            if (claims.getIssueTime().toInstant().isAfter(latest)) {
                throw new BadJWTException("iat (expected: not in the future)");
            }
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
