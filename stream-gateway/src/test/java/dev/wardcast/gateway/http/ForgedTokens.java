package dev.wardcast.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Tokens that nobody may take. Those of somebody without our key, and those that are signed with it
 * and wrong all the same.
 */
final class ForgedTokens {

    private final ECKey key;
    private final String subject;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    ForgedTokens(ECKey key, String subject) {
        this.key = key;
        this.subject = subject;
    }

    /** As it should be: what the forged ones differ from. */
    String good() throws JOSEException {
        return signed(claims -> {});
    }

    Map<String, String> all() throws JOSEException {
        withoutOurKey();
        otherHeaders();
        otherClaims();
        brokenForms();
        return tokens;
    }

    private void withoutOurKey() throws JOSEException {
        String kid = key.getKeyID();
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        byte[] published = key.toPublicJWK().toJSONString().getBytes(UTF_8);
        tokens.put("alg none", new PlainJWT(claims().build()).serialize());
        tokens.put(
                "alg None, by hand",
                Base64URL.encode("{\"alg\":\"None\",\"kid\":\"" + kid + "\"}")
                        + "."
                        + Base64URL.encode(claims().build().toString())
                        + ".");
        tokens.put(
                "HS256 with the public key",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid),
                        new MACSigner(published)));
        tokens.put(
                "HS256 with the encoded public key",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid),
                        new MACSigner(key.toECPublicKey().getEncoded())));
        tokens.put("another key under our kid", sign(es256(kid), new ECDSASigner(foreign)));
        tokens.put(
                "RS256 under our kid",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid),
                        new RSASSASigner(new RSAKeyGenerator(2048).generate())));
        tokens.put(
                "another curve",
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(kid),
                        new ECDSASigner(new ECKeyGenerator(Curve.P_384).generate())));
        tokens.put(
                "a key that comes along",
                sign(es256(kid).jwk(foreign.toPublicJWK()), new ECDSASigner(foreign)));
        tokens.put(
                "the address of a key set",
                sign(
                        es256(kid).jwkURL(URI.create("https://stranger.example/keys")),
                        new ECDSASigner(foreign)));
        tokens.put(
                "the address of a certificate",
                sign(
                        es256(kid).x509CertURL(URI.create("https://stranger.example/cert")),
                        new ECDSASigner(foreign)));
        String unsigned = good().substring(0, good().lastIndexOf('.') + 1);
        tokens.put("a signature of zeros", unsigned + Base64URL.encode(new byte[64]));
        tokens.put("a signature of r and s = n", unsigned + Base64URL.encode(orders()));
        tokens.put("no signature", unsigned);
        tokens.put("a signature in DER", unsigned + Base64URL.encode(new byte[70]));
    }

    private void otherHeaders() throws JOSEException {
        for (String kid :
                List.of(
                        "../../dev/null",
                        "' OR '1'='1",
                        "*",
                        "",
                        "x".repeat(2_000),
                        key.getKeyID() + "\u0000")) {
            tokens.put("kid " + kid, sign(es256(kid), new ECDSASigner(key)));
        }
        tokens.put("no kid", sign(new JWSHeader.Builder(JWSAlgorithm.ES256), new ECDSASigner(key)));
        tokens.put(
                "an extension that must be understood",
                sign(
                        es256(key.getKeyID()).criticalParams(Set.of("exp")).customParam("exp", 1),
                        new ECDSASigner(key)));
        tokens.put(
                "another type of token",
                sign(
                        es256(key.getKeyID()).type(new JOSEObjectType("at+jwt")),
                        new ECDSASigner(key)));
    }

    private void otherClaims() throws JOSEException {
        tokens.put("another issuer", signed(c -> c.issuer("elsewhere")));
        tokens.put("another audience", signed(c -> c.audience("elsewhere")));
        tokens.put("no audience", signed(c -> c.audience((String) null)));
        tokens.put("expired", signed(c -> c.expirationTime(in(-10))));
        tokens.put("no end", signed(c -> c.expirationTime(null)));
        tokens.put("not yet", signed(c -> c.notBeforeTime(in(60))));
        tokens.put("issued in the future", signed(c -> c.issueTime(in(3_600))));
        tokens.put("no subject", signed(c -> c.subject(null)));
        tokens.put("a subject that is a path", signed(c -> c.subject("../admin")));
        tokens.put(
                "a subject that nobody is", signed(c -> c.subject("nobody-" + UUID.randomUUID())));
        tokens.put("roles as text", signed(c -> c.claim("roles", "ADMIN")));
        tokens.put("a session that is a pattern", signed(c -> c.claim("sid", "*")));
        tokens.put("oversized", signed(c -> c.claim("more", "x".repeat(4_096))));
        String once = claims().build().toString();
        tokens.put(
                "a claim that is there twice",
                signedText(once.replaceFirst("\\{", "{\"sub\":\"somebody-else\",")));
        tokens.put(
                "a claim that is there twice, last",
                signedText(once.replaceFirst("}$", ",\"roles\":[\"ADMIN\"]}")));
        tokens.put("claims that are a list", signedText("[" + once + "]"));
        tokens.put("claims with something behind", signedText(once + once));
    }

    private void brokenForms() throws JOSEException {
        String good = good();
        tokens.put("cut", good.substring(0, good.length() - 3));
        tokens.put("cut in the middle", good.substring(0, good.length() / 2));
        tokens.put("five parts", good + "..");
        tokens.put("with a part more", good + ".e30");
        tokens.put("rubbish", "x.y.z");
    }

    /** The same token with the other signature that every one of ECDSA has. */
    String twin() throws JOSEException {
        String good = good();
        int dot = good.lastIndexOf('.') + 1;
        byte[] signature = new Base64URL(good.substring(dot)).decode();
        byte[] s = Arrays.copyOfRange(signature, 32, 64);
        BigInteger order = Curve.P_256.toECParameterSpec().getOrder();
        System.arraycopy(fixed(order.subtract(new BigInteger(1, s))), 0, signature, 32, 32);
        return good.substring(0, dot) + Base64URL.encode(signature);
    }

    private static byte[] orders() {
        byte[] order = fixed(Curve.P_256.toECParameterSpec().getOrder());
        byte[] both = Arrays.copyOf(order, 64);
        System.arraycopy(order, 0, both, 32, 32);
        return both;
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("wardcast")
                .audience("wardcast")
                .subject(subject)
                .claim("name", subject)
                .claim("roles", List.of("ADMIN"))
                .claim("sid", "s-" + subject)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(in(0))
                .notBeforeTime(in(0))
                .expirationTime(in(60));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static JWSHeader.Builder es256(String kid) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid);
    }

    private String signed(Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        SignedJWT jwt = new SignedJWT(es256(key.getKeyID()).build(), claims.build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private String sign(JWSHeader.Builder header, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header.build(), claims().build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    /** Signs a payload as it is, which the library's own builder would tidy up. */
    private String signedText(String payload) throws JOSEException {
        JWSHeader header = es256(key.getKeyID()).build();
        String input = header.toBase64URL() + "." + Base64URL.encode(payload);
        return input + "." + new ECDSASigner(key).sign(header, input.getBytes(UTF_8));
    }
}
