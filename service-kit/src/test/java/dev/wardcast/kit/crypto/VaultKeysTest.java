package dev.wardcast.kit.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaultKeysTest {

    @TempDir Path data;

    private static VaultKeys keys(String directory, String active, String... keys) {
        return VaultKeys.of(new VaultSettings(List.of(keys), directory, active));
    }

    @ParameterizedTest
    @CsvSource({
        "k1, entry 1 has no colon",
        "k1:short, key k1",
        "k1:!!!, key k1",
        "k.1:AAAA, id of a key",
        ":AAAA, id of a key"
    })
    void what_is_no_key_is_named_and_not_quoted(String entry, String expected) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> keys(null, null, entry))
                        .getMessage();
        assertTrue(message.startsWith("wardcast.vault.keys: " + expected), message);
        assertFalse(message.contains("AAAA") || message.contains("short"), message);
    }

    @Test
    void an_active_key_has_to_be_there_and_of_several_files_one_has_to_be_named() throws Exception {
        String key = AesKey.random();
        assertThrows(IllegalArgumentException.class, () -> keys(null, "k2", "k1:" + key));
        assertThrows(
                IllegalArgumentException.class, () -> keys(null, null, "k:" + key, "k:" + key));
        Files.writeString(data.resolve("a"), AesKey.random() + "\n");
        Files.writeString(data.resolve("b"), AesKey.random());
        Files.createDirectory(data.resolve("..2026"));
        String directory = data.toString();
        assertThrows(IllegalArgumentException.class, () -> keys(directory, null));
        assertEquals(Optional.of("b"), keys(directory, "b").active());
        VaultKeys both = keys(directory, null, "k1:" + key);
        assertEquals(Optional.of("k1"), both.active());
        assertEquals(Set.of("a", "b", "k1"), both.keys().keySet());
    }

    @Test
    void a_local_stack_makes_its_key_once_and_for_its_owner_only() throws IOException {
        assertTrue(LocalKey.find(data).isEmpty());
        String directory = directory(LocalKey.make(data));
        Path key = Path.of(directory).resolve("local");
        String made = Files.readString(key);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(directory))));
        assertEquals(directory, directory(LocalKey.make(data)));
        assertEquals(made, Files.readString(key));
        assertEquals(directory, directory(LocalKey.find(data).orElseThrow()));
        assertEquals(Optional.of("local"), keys(directory, null).active());
        try (var left = Files.list(data)) {
            assertEquals(1, left.count());
        }
    }

    private static String directory(PropertySource source) {
        return String.valueOf(source.get("wardcast.vault.directory"));
    }
}
