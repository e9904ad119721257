package dev.wardcast.kit.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this installation. Complaints name the setting and the key's id, and nothing of the
 * key itself.
 *
 * @param active id of the one that seals; empty if there is none
 */
record VaultKeys(Optional<String> active, Map<String, AesKey> keys) {

    VaultKeys {
        keys = Map.copyOf(keys);
    }

    /**
     * @throws IllegalArgumentException if a key is none, or nobody can tell which of several seals
     */
    static VaultKeys of(VaultSettings settings) {
        Map<String, AesKey> keys = new LinkedHashMap<>();
        for (String entry : settings.keys()) {
            int colon = entry.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException(
                        "wardcast.vault.keys: entry %d has no colon (expected: id:key)"
                                .formatted(keys.size() + 1));
            }
            add(
                    keys,
                    "wardcast.vault.keys",
                    entry.substring(0, colon).strip(),
                    entry.substring(colon + 1));
        }
        Optional<String> first = keys.keySet().stream().findFirst();
        if (settings.directory() != null) {
            readDirectory(Path.of(settings.directory()), keys);
        }
        String active = settings.active();
        if (active != null && !active.isEmpty()) {
            if (!keys.containsKey(active)) {
                throw new IllegalArgumentException(
                        "wardcast.vault.active: %s (expected: one of %s)"
                                .formatted(active, keys.keySet()));
            }
            return new VaultKeys(Optional.of(active), keys);
        }
        if (first.isEmpty() && keys.size() > 1) {
            throw new IllegalArgumentException(
                    "wardcast.vault.active: missing (expected: one of %s)"
                            .formatted(keys.keySet()));
        }
        return new VaultKeys(first.or(() -> keys.keySet().stream().findFirst()), keys);
    }

    private static void readDirectory(Path directory, Map<String, AesKey> keys) {
        try (Stream<Path> files = Files.list(directory)) {
            // What Kubernetes mounts has names with dots for its own purposes beside the keys.
            List<Path> found =
                    files.filter(file -> !name(file).startsWith("."))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
            for (Path file : found) {
                add(keys, "wardcast.vault.directory", name(file), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("wardcast.vault.directory: " + directory, e);
        }
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    private static void add(Map<String, AesKey> keys, String setting, String id, String base64) {
        if (!SealedText.KEY_ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    setting + ": id of a key (expected: 1 to 32 of A-Z a-z 0-9 _ -)");
        }
        Optional<AesKey> key = AesKey.of(base64);
        if (key.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: key %s (expected: 32 bytes in base64)".formatted(setting, id));
        }
        if (keys.put(id, key.get()) != null) {
            throw new IllegalArgumentException(
                    "%s: key %s is there twice (expected: one of each id)".formatted(setting, id));
        }
    }

    @Nullable AesKey find(String id) {
        return keys.get(id);
    }
}
