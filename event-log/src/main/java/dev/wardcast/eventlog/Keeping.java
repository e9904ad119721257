package dev.wardcast.eventlog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How long scripts keep what they append; the arguments that {@code buffer.lua} takes. */
public final class Keeping {

    private Keeping() {}

    public static List<byte[]> args(LogOptions options) {
        return args(
                options,
                options.keepMost(),
                options.keepAll(),
                options.silentBuffer(),
                options.silentRoom());
    }

    /** The same for rooms of which more is kept, or for longer. */
    static List<byte[]> args(
            LogOptions options,
            int keepMost,
            Duration keepAll,
            Duration silentBuffer,
            Duration silentRoom) {
        return Stream.of(
                        keepMost,
                        options.keepFewest(),
                        TimeUnit.MILLISECONDS.toMicros(keepAll.toMillis()),
                        silentBuffer.toSeconds(),
                        silentRoom.toSeconds())
                .map(number -> Keys.bytes(number.toString()))
                .toList();
    }
}
