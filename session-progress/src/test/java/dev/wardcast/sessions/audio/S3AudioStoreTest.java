package dev.wardcast.sessions.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.Recording;
import dev.wardcast.sessions.SessionsNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3AudioStoreTest {

    private static final int PART = 5 << 20;

    private S3Server server;
    private S3AudioStore store;

    @BeforeEach
    void open() throws IOException {
        server = new S3Server();
        store = store(S3Server.SECRET_KEY);
    }

    private S3AudioStore store(String secret) {
        return new S3AudioStore(
                new S3Settings(
                        "recordings",
                        server.endpoint(),
                        "eu-central-1",
                        S3Server.ACCESS_KEY,
                        secret,
                        true,
                        PART));
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    private void assertNothingThere() {
        assertTrue(server.objects().isEmpty());
        assertEquals(0, server.openUploads());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PART - 1, PART, PART + 1, 3 * PART + 17})
    void a_recording_of_any_length_is_kept_as_it_came_and_can_be_read(int length)
            throws IOException {
        assertEquals(length, store.keep("id-1", new Recording(length)));
        byte[] expected = new Recording(length).readAllBytes();
        assertArrayEquals(expected, server.objects().get("/recordings/id-1.wav"));
        assertEquals(0, server.openUploads());
        try (AudioStore.Kept kept = store.open("id-1")) {
            assertEquals(length, kept.bytes());
            assertArrayEquals(expected, kept.content().readAllBytes());
        }
        store.delete("id-1");
        assertNothingThere();
        assertThrows(NoSuchFileException.class, () -> store.open("id-1"));
        store.delete("id-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2 * PART + 100})
    void of_a_recording_that_broke_off_nothing_is_left(int length) {
        InputStream broken =
                new SequenceInputStream(
                        new Recording(length),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("gone");
                            }
                        });
        assertEquals(
                "gone",
                assertThrows(IOException.class, () -> store.keep("id-2", broken)).getMessage());
        assertNothingThere();
    }

    @Test
    void of_one_that_is_too_long_nothing_is_left() {
        InputStream tooLong =
                new LimitedStream(
                        new Recording(3 * PART),
                        2 * PART,
                        () -> ProblemException.badRequest("too_long", "too long"));
        assertThrows(ProblemException.class, () -> store.keep("id-3", tooLong));
        assertNothingThere();
    }

    @Test
    void of_one_that_the_store_does_not_confirm_nothing_is_left() {
        server.refuseEnds();
        assertThrows(IOException.class, () -> store.keep("id-4", new Recording(2 * PART)));
        assertNothingThere();
    }

    @Test
    void a_wrong_secret_opens_nothing() {
        S3AudioStore stranger = store("guessed");
        assertThrows(
                IOException.class,
                () -> stranger.keep("id-5", new ByteArrayInputStream(new byte[10])));
        assertNothingThere();
        stranger.close();
    }

    @Test
    void the_service_keeps_recordings_there_if_told_so(@TempDir Path unused) throws IOException {
        Map<String, Object> inBucket =
                Map.of(
                        "wardcast.sessions.s3.bucket",
                        "recordings",
                        "wardcast.sessions.s3.endpoint",
                        server.endpoint().toString(),
                        "wardcast.sessions.s3.access-key",
                        S3Server.ACCESS_KEY,
                        "wardcast.sessions.s3.secret-key",
                        S3Server.SECRET_KEY);
        try (SessionsNode node = new SessionsNode(unused, inBucket)) {
            String id = node.session(node.world().patient(), new Recording(6_000_000));
            assertEquals(6_000_000, server.objects().get("/recordings/" + id + ".wav").length);
            assertEquals(0, node.files().size());
        }
    }
}
