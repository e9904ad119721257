package dev.wardcast.sessions.audio;

import dev.wardcast.eventlog.Room;
import dev.wardcast.sessions.SessionsSettings;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Recordings as files {@code {id}.wav} of one directory. One that is still arriving is {@code
 * {id}.part}; a crash can leave such a file behind. Nobody takes it for a recording, and {@link
 * Leftovers} removes it.
 */
@Singleton
@Requires(missingProperty = "wardcast.sessions.s3.bucket")
final class FileAudioStore implements AudioStore {

    static final String ARRIVING = ".part";

    /** Somebody's voice: nobody else on the machine has to hear it. */
    private static final FileAttribute<?>[] OWNER_ONLY_DIRECTORY = ownerOnly("rwx------");

    private static final FileAttribute<?>[] OWNER_ONLY = ownerOnly("rw-------");

    private static final int READ = 64 * 1024;

    private final Path directory;

    @Inject
    FileAudioStore(SessionsSettings settings) throws IOException {
        this(settings.audioDir());
    }

    FileAudioStore(Path directory) throws IOException {
        this.directory = directory.toAbsolutePath();
        Files.createDirectories(this.directory, OWNER_ONLY_DIRECTORY);
    }

    @Override
    public long keep(String id, InputStream audio) throws IOException {
        Path part = file(id, ARRIVING);
        try {
            long bytes = write(part, audio);
            Files.move(part, file(id, ".wav"), StandardCopyOption.ATOMIC_MOVE);
            forceNames();
            return bytes;
        } catch (Throwable failure) {
            try {
                Files.deleteIfExists(part);
                delete(id);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    private static long write(Path file, InputStream audio) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                file,
                                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                                OWNER_ONLY);
                OutputStream out = Channels.newOutputStream(channel)) {
            long bytes = audio.transferTo(out);
            channel.force(true);
            return bytes;
        }
    }

    /** The new name is durable only once its directory is. */
    private void forceNames() throws IOException {
        if (OWNER_ONLY.length > 0) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    @Override
    public Kept open(String id) throws IOException {
        FileChannel channel = FileChannel.open(file(id, ".wav"), StandardOpenOption.READ);
        return new Kept(
                new BufferedInputStream(Channels.newInputStream(channel), READ), channel.size());
    }

    @Override
    public void delete(String id) throws IOException {
        Files.deleteIfExists(file(id, ".wav"));
    }

    private Path file(String id, String suffix) {
        if (!Room.ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
        return directory.resolve(id + suffix);
    }

    /** Empty where the file system knows no such permissions. */
    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
