package dev.wardcast.sessions.audio;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Lets so many bytes through, and fails at the next one. */
public final class LimitedStream extends FilterInputStream {

    private final long most;
    private final Supplier<? extends RuntimeException> failure;
    private long seen;

    public LimitedStream(InputStream in, long most, Supplier<? extends RuntimeException> failure) {
        super(in);
        this.most = most;
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int more) {
        seen += more;
        if (seen > most) {
            throw failure.get();
        }
    }
}
