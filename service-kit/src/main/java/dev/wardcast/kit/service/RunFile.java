package dev.wardcast.kit.service;

import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * {@code run.json} in the data directory: where a running stack can be found by what is started
 * beside it.
 *
 * @param url the one address of the stack
 * @param redisUrl as {@code --redis-url}
 * @param databaseUrl as {@code --database-url}
 * @param pid of the stack's process
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record RunFile(String url, String redisUrl, String databaseUrl, long pid) {

    private static final String NAME = "run.json";

    /** What is written there, if the stack that wrote it still runs. */
    public static Optional<RunFile> read(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(NAME);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        RunFile found = mapper().readValue(Files.readAllBytes(file), RunFile.class);
        return Optional.ofNullable(found)
                .filter(run ->
                        ProcessHandle.of(run.pid()).filter(ProcessHandle::isAlive).isPresent());
    }

    /** Written in one step, so that nobody reads half of it; readable by its owner only. */
    public void write(Path dataDirectory) throws IOException {
        Path fresh = Files.createTempFile(dataDirectory, NAME, ".tmp");
        Files.write(fresh, mapper().writeValueAsBytes(this));
        Files.move(
                fresh,
                dataDirectory.resolve(NAME),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    public static void delete(Path dataDirectory) throws IOException {
        Files.deleteIfExists(dataDirectory.resolve(NAME));
    }

    private static JsonMapper mapper() {
        return JsonMapper.createDefault();
    }
}
