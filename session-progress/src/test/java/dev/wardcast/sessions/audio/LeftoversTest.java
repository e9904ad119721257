package dev.wardcast.sessions.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir Path directory;

    private void file(String name, Duration age) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "sound");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    private static void sweep(Path directory) {
        new Leftovers(directory, Clock.fixed(NOW, ZoneOffset.UTC)).sweep();
    }

    @Test
    void only_what_surely_nobody_sends_any_more_is_removed() throws IOException {
        file("dead.part", Duration.ofMinutes(61));
        file("arriving-at-another-node.part", Duration.ofMinutes(59));
        file("arrived.wav", Duration.ofDays(400));
        file("whose.part.is.this", Duration.ofDays(400));
        sweep(directory);
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(
                    List.of("arrived.wav", "arriving-at-another-node.part", "whose.part.is.this"),
                    left.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void a_directory_that_is_not_there_yet_is_no_trouble() {
        sweep(directory.resolve("none"));
    }
}
