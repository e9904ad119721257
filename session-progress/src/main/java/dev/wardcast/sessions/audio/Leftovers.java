package dev.wardcast.sessions.audio;

import dev.wardcast.sessions.SessionsSettings;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what recordings that never arrived in full left behind when a process died: at the start,
 * and every hour for what was too young then.
 */
@Singleton
class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    /**
     * Nodes share the directory, and another's recording may be arriving right now. It grows while
     * it does: a sender who is silent for five minutes is cut off.
     */
    private static final Duration SURELY_DEAD = Duration.ofHours(1);

    private final Path directory;
    private final Clock clock;

    @Inject
    Leftovers(SessionsSettings settings) {
        this(settings.audioDir(), Clock.systemUTC());
    }

    Leftovers(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "1h")
    void sweep() {
        Instant dead = clock.instant().minus(SURELY_DEAD);
        int removed = 0;
        try (DirectoryStream<Path> parts =
                Files.newDirectoryStream(directory, "*" + FileAudioStore.ARRIVING)) {
            for (Path part : parts) {
                if (removeIfOlder(part, dead)) {
                    removed++;
                }
            }
        } catch (NoSuchFileException e) {
            // There was no recording yet.
        } catch (IOException | RuntimeException e) {
            LOG.warn("Recordings that never arrived in full can't be removed: {}", e.toString());
        }
        if (removed > 0) {
            LOG.info("Removed {} recordings that never arrived in full", removed);
        }
    }

    private static boolean removeIfOlder(Path part, Instant dead) throws IOException {
        try {
            return Files.getLastModifiedTime(part).toInstant().isBefore(dead)
                    && Files.deleteIfExists(part);
        } catch (NoSuchFileException e) {
            // Another node was faster, or it has arrived.
            return false;
        }
    }
}
