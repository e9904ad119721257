package dev.wardcast.sessions.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/** Keeps recordings. They are immutable: an id is written once. Blocks. */
public interface AudioStore {

    /**
     * Reads the recording to its end and keeps it, without ever holding all of it. When this
     * returns, it survives a crash of the machine; when it throws, there is nothing under the id.
     *
     * @param id 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, new
     * @return its length in bytes
     * @throws IOException also where the stream failed; whatever else it throws is passed on
     */
    long keep(String id, InputStream audio) throws IOException;

    /**
     * Opens a recording for reading from its beginning.
     *
     * @throws NoSuchFileException if there is none
     */
    Kept open(String id) throws IOException;

    /** Removes the recording; nothing happens if there is none. */
    void delete(String id) throws IOException;

    /**
     * A recording that is being read.
     *
     * @param bytes its length
     */
    record Kept(InputStream content, long bytes) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
