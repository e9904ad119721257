package dev.wardcast.gateway.page;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the page, from the class path, each read once. What is not one of its kinds is not
 * there, so no name leads to a class or a setting. Safe for use by many threads.
 */
@Singleton
final class PageFiles {

    private static final String ROOT = "web/";

    /** No part begins with a dot, so none leads up. */
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*"
                            + "[A-Za-z0-9_-][A-Za-z0-9._-]*\\.([a-z0-9]+)");

    private static final int LONGEST_NAME = 200;

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "webmanifest", "application/manifest+json",
                    "md", "text/plain; charset=utf-8");

    /** Only what there is, so it does not grow with what is asked for. */
    private final Map<String, PageFile> read = new ConcurrentHashMap<>();

    /**
     * Reads the class path the first time.
     *
     * @param name such as {@code js/main.js}
     */
    Optional<PageFile> find(String name) {
        PageFile known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        var parts = NAME.matcher(name);
        String type =
                name.length() <= LONGEST_NAME && parts.matches() ? TYPES.get(parts.group(1)) : null;
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream content =
                PageFiles.class.getClassLoader().getResourceAsStream(ROOT + name)) {
            if (content == null) {
                return Optional.empty();
            }
            PageFile file = PageFile.of(content.readAllBytes(), type);
            read.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
