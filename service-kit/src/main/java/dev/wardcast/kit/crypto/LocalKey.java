package dev.wardcast.kit.crypto;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of a stack on one machine, in its data directory. Whoever has no other gets one, which
 * only the owner of the directory can read.
 */
public final class LocalKey {

    private static final String DIRECTORY = "vault";
    private static final String FIRST = "local";

    /** Below the environment and files, above what modules bring: any other setting counts more. */
    private static final int ORDER = -900;

    private LocalKey() {}

    /** Makes a first key unless there is one, and says where the keys are. */
    public static PropertySource make(Path data) throws IOException {
        Path directory = data.resolve(DIRECTORY);
        Files.createDirectories(directory, asFileAttribute(fromString("rwx------")));
        if (isEmpty(directory)) {
            // Whole or not at all: a crash in between must not leave half a key behind.
            Path fresh = Files.createTempFile(data, FIRST, ".tmp");
            try {
                Files.writeString(fresh, AesKey.random() + "\n");
                Files.createLink(directory.resolve(FIRST), fresh);
            } catch (FileAlreadyExistsException somebodyWasFaster) {
                // Theirs is the key.
            } finally {
                Files.delete(fresh);
            }
        }
        return at(directory);
    }

    /** Where a stack that runs beside us has its keys, if it has any. */
    public static Optional<PropertySource> find(Path data) {
        Path directory = data.resolve(DIRECTORY);
        return Files.isReadable(directory) ? Optional.of(at(directory)) : Optional.empty();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static PropertySource at(Path directory) {
        return PropertySource.of(
                "local-vault",
                Map.of("wardcast.vault.directory", directory.toAbsolutePath().toString()),
                ORDER);
    }
}
