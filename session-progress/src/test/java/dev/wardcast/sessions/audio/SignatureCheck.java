package dev.wardcast.sessions.audio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 from the server's side, as in "Signature Calculations for the
 * Authorization Header: Transferring Payload in a Single Chunk" of the Amazon S3 API reference.
 */
final class SignatureCheck {

    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8}/[^/]+/s3/aws4_request),"
                            + " SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

    private final String accessKey;
    private final String secretKey;

    SignatureCheck(String accessKey, String secretKey) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    boolean isRight(HttpExchange exchange, byte[] body) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher said = AUTHORIZATION.matcher(String.valueOf(header));
        if (!said.matches() || !said.group(1).equals(accessKey)) {
            return false;
        }
        try {
            String payload = hex(sha256(body));
            String said256 = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
            // What brings nothing need not say so.
            boolean unsigned = body.length == 0 && "UNSIGNED-PAYLOAD".equals(said256);
            if (!unsigned && !payload.equals(said256)) {
                return false;
            }
            String scope = said.group(2);
            String toSign =
                    String.join(
                            "\n",
                            "AWS4-HMAC-SHA256",
                            exchange.getRequestHeaders().getFirst("x-amz-date"),
                            scope,
                            hex(sha256(canonical(exchange, said.group(3), said256))));
            byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
            for (String step : scope.split("/")) {
                key = hmac(key, step);
            }
            return hex(hmac(key, toSign)).equals(said.group(4));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] canonical(HttpExchange exchange, String signed, String payload) {
        List<String> query = new ArrayList<>();
        query(exchange).forEach((name, value) -> query.add(name + "=" + value));
        StringBuilder headers = new StringBuilder();
        for (String name : signed.split(";")) {
            headers.append(name)
                    .append(':')
                    .append(exchange.getRequestHeaders().getFirst(name).strip())
                    .append('\n');
        }
        return String.join(
                        "\n",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        String.join("&", query),
                        headers,
                        signed,
                        payload)
                .getBytes(UTF_8);
    }

    /** As it was sent, encoded; a name without a value has an empty one. */
    static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                query.put(
                        equals < 0 ? pair : pair.substring(0, equals),
                        equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        return query;
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
