package dev.wardcast.access.machines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a machine says at the token endpoint (RFC 6749, 2.3.1 and 4.4.2).
 *
 * @param basic whether the credentials came in the header, in whose terms a refusal is told then
 */
record ClientCredentials(String clientId, String secret, boolean basic) {

    private static final String SCHEME = "Basic ";
    private static final int MOST_PARAMETERS = 32;

    /** A request that is refused before anybody's credentials are looked at. */
    static final class Unacceptable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String error;
        private final boolean basic;

        Unacceptable(String error, String description, boolean basic) {
            super(description, null, false, false);
            this.error = error;
            this.basic = basic;
        }

        /** One of RFC 6749, 5.2. */
        String error() {
            return error;
        }

        boolean basic() {
            return basic;
        }
    }

    static ClientCredentials read(String form, Optional<String> authorization) throws Unacceptable {
        Map<String, List<String>> parameters = parameters(form);
        String grant = single(parameters, "grant_type");
        if (grant == null) {
            throw invalid("grant_type is missing (expected: client_credentials)");
        }
        if (!grant.equals("client_credentials")) {
            throw new Unacceptable(
                    "unsupported_grant_type", "grant_type (expected: client_credentials)", false);
        }
        String id = single(parameters, "client_id");
        String secret = single(parameters, "client_secret");
        Optional<String> basic =
                authorization.filter(v -> v.regionMatches(true, 0, SCHEME, 0, SCHEME.length()));
        if (basic.isPresent()) {
            if (secret != null) {
                throw invalid("credentials in the header and in the body (expected: one of them)");
            }
            return basic(basic.get().substring(SCHEME.length()).strip());
        }
        if (id == null || secret == null) {
            throw new Unacceptable(
                    "invalid_client", "client_id and client_secret are needed", true);
        }
        return new ClientCredentials(id, secret, false);
    }

    private static Map<String, List<String>> parameters(String form) throws Unacceptable {
        try {
            return new QueryStringDecoder(form, UTF_8, false, MOST_PARAMETERS).parameters();
        } catch (IllegalArgumentException malformed) {
            throw invalid("the body is no form");
        }
    }

    private static @Nullable String single(Map<String, List<String>> parameters, String name)
            throws Unacceptable {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw invalid(name + " is there twice (expected: once)");
        }
        return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    /** Both halves are encoded as in a form, before base64. */
    private static ClientCredentials basic(String base64) throws Unacceptable {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            String both = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            int colon = both.indexOf(':');
            if (colon >= 0) {
                return new ClientCredentials(
                        URLDecoder.decode(both.substring(0, colon), UTF_8),
                        URLDecoder.decode(both.substring(colon + 1), UTF_8),
                        true);
            }
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            // Answered below.
        }
        throw new Unacceptable("invalid_client", "Authorization (expected: Basic)", true);
    }

    private static Unacceptable invalid(String description) {
        return new Unacceptable("invalid_request", description, false);
    }

    @Override
    public String toString() {
        return clientId;
    }
}
