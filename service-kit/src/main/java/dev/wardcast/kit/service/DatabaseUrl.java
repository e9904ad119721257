package dev.wardcast.kit.service;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** PostgreSQL addresses as people write them. */
public final class DatabaseUrl {

    private DatabaseUrl() {}

    /**
     * Turns {@code postgresql://user:password@host:port/database?…} into a JDBC address; one that
     * is JDBC already stays as it is.
     *
     * @throws IllegalArgumentException if it is neither; the message does not repeat the password
     */
    public static String toJdbc(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return url;
        }
        if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
            throw new IllegalArgumentException(
                    "--database-url (expected: postgresql://user:password@host:port/database or"
                            + " jdbc:postgresql://…)");
        }
        URI uri = URI.create(url);
        StringBuilder jdbc = new StringBuilder("jdbc:postgresql://").append(uri.getHost());
        if (uri.getPort() > 0) {
            jdbc.append(':').append(uri.getPort());
        }
        jdbc.append(uri.getPath());
        String separator = "?";
        if (uri.getRawQuery() != null) {
            jdbc.append(separator).append(uri.getRawQuery());
            separator = "&";
        }
        if (uri.getUserInfo() != null) {
            String[] user = uri.getUserInfo().split(":", 2);
            jdbc.append(separator).append("user=").append(encoded(user[0]));
            if (user.length > 1) {
                jdbc.append("&password=").append(encoded(user[1]));
            }
        }
        return jdbc.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
