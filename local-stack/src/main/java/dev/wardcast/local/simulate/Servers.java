package dev.wardcast.local.simulate;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the Wardcast to talk to. */
final class Servers {

    private static final URI USUAL = URI.create("http://localhost:8080");

    private Servers() {}

    /**
     * @param given what the user said, if anything
     * @param data where a running stack leaves its address
     */
    static URI find(Optional<String> given, Path data) {
        return given.or(() -> running(data.resolve("run.json")))
                .map(Servers::address)
                .orElse(USUAL);
    }

    private static Optional<String> running(Path file) {
        try {
            return Json.find(Files.readString(file), "url");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new SimulationException(
                "--url " + text + " (expected: for instance http://localhost:8080)");
    }

    static SimulationException unreachable(URI address, IOException cause) {
        return new SimulationException(
                "Nobody answers at %s://%s. Start Wardcast with ./wardcast up, or give its address with --url."
                        .formatted(address.getScheme(), address.getAuthority()),
                cause);
    }
}
