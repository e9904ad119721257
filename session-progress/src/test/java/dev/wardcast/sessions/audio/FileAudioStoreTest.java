package dev.wardcast.sessions.audio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.kit.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileAudioStoreTest {

    @TempDir Path temp;
    private Path directory;
    private AudioStore store;

    @BeforeEach
    void open() throws IOException {
        directory = temp.resolve("new/audio");
        store = new FileAudioStore(directory);
    }

    private static InputStream bytes(String ascii) {
        return new ByteArrayInputStream(ascii.getBytes(US_ASCII));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void a_recording_is_kept_as_it_came_and_for_nobody_else_to_hear() throws IOException {
        assertEquals(5, store.keep("id-1", bytes("sound")));
        Path file = directory.resolve("id-1.wav");
        assertArrayEquals("sound".getBytes(US_ASCII), Files.readAllBytes(file));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    }

    @Test
    void of_a_recording_that_broke_off_nothing_is_left() throws IOException {
        InputStream broken =
                new SequenceInputStream(
                        bytes("sou"),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("connection reset");
                            }
                        });
        assertThrows(IOException.class, () -> store.keep("id-1", broken));
        assertEquals(List.of(), files());
    }

    @Test
    void a_deleted_recording_is_gone_and_deleting_none_is_fine() throws IOException {
        store.keep("id-1", bytes("sound"));
        store.delete("id-1");
        store.delete("id-1");
        assertEquals(List.of(), files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../id", "a/b", "a\u0000"})
    void an_id_leads_nowhere_else(String id) throws IOException {
        assertThrows(IllegalArgumentException.class, () -> store.keep(id, bytes("sound")));
        assertThrows(IllegalArgumentException.class, () -> store.delete(id));
        assertEquals(List.of(), files());
    }

    @Test
    void a_wave_file_up_to_the_limit_is_let_through_whole() throws IOException {
        String wave = "RIFF....WAVEfmt ";
        assertEquals(wave, read(wave, 16));
        ProblemException refusal = assertThrows(ProblemException.class, () -> read(wave + "x", 16));
        assertEquals(413, refusal.status().getCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RIFF", "RIFF....AVI fmt ", "ID3.....WAVE", "<html>......."})
    void what_does_not_begin_like_a_wave_file_is_415(String other) {
        ProblemException refusal = assertThrows(ProblemException.class, () -> read(other, 100));
        assertEquals(415, refusal.status().getCode());
    }

    private static String read(String upload, long longest) throws IOException {
        return new String(AcceptedAudio.of(bytes(upload), longest).readAllBytes(), US_ASCII);
    }
}
