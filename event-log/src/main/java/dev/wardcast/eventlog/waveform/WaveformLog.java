package dev.wardcast.eventlog.waveform;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The short way of waveforms through Redis: a buffer of the last seconds for each patient, and a
 * channel for whoever listens. A frame is the same bytes all the way. Nothing is durable here: what
 * can't be passed on is lost, and seen to be lost by its sequence.
 */
public final class WaveformLog {

    /** How much of the past somebody gets who begins to watch. */
    public static final Duration KEEP = Duration.ofSeconds(10);

    /** How long after its last frame a source's sequence is remembered. */
    private static final Duration SOURCE_IS_KNOWN = Duration.ofMinutes(1);

    private static final LuaScript APPEND = LuaScript.load("append-frames.lua");
    private static final byte[] OWNER = bytes("owner");
    private static final byte[] FRAME = bytes("f");
    private static final int ARGS_BEFORE_FRAMES = 4;

    private final RedisLink redis;
    private final WaveformKeys keys;

    /**
     * @param partitions as of the event log, the same on every node
     */
    public WaveformLog(RedisLink redis, int partitions) {
        this.redis = redis;
        this.keys = new WaveformKeys(partitions);
    }

    /**
     * A frame as its sender gave it.
     *
     * @param bytes not to be changed by anybody
     */
    public record Sent(long stream, long sequence, byte[] bytes) {}

    /** Another connection sends in this one's place. */
    public static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TakenException() {
            super("taken over by another connection", null, false, false);
        }
    }

    /**
     * From now on only this owner sends for this source.
     *
     * @param source who of the patient's devices, and which of its streams
     * @param owner distinguishes this connection from every other one
     */
    public CompletionStage<Void> takeOver(String patient, String source, String owner) {
        byte[] key = bytes(keys.source(patient, source));
        var commands = redis.commands();
        return commands.hset(key, OWNER, bytes(owner))
                .thenCombine(
                        commands.pexpire(key, SOURCE_IS_KNOWN.toMillis()),
                        (owned, expires) -> owned)
                .thenAccept(owned -> {});
    }

    /**
     * Passes frames on in their order; whoever needs an order between two calls waits for the first
     * one.
     *
     * @return for each frame whether it was passed on; false for one whose sequence is not after
     *     that of the frame before in the same stream. Fails with {@link TakenException}, or as
     *     Redis does: then it is unknown which were passed on
     */
    public CompletionStage<List<Boolean>> append(
            String patient, String source, String owner, List<Sent> frames) {
        byte[][] args = new byte[ARGS_BEFORE_FRAMES + 3 * frames.size()][];
        args[0] = bytes(owner);
        args[1] = bytes(keys.channel(patient));
        args[2] = number(KEEP.toMillis());
        args[3] = number(SOURCE_IS_KNOWN.toMillis());
        int next = ARGS_BEFORE_FRAMES;
        for (Sent frame : frames) {
            args[next++] = bytes(Long.toHexString(frame.stream()));
            args[next++] = number(frame.sequence());
            args[next++] = frame.bytes();
        }
        byte[][] touched = {bytes(keys.source(patient, source)), bytes(keys.frames(patient))};
        return APPEND.<List<Long>>eval(redis.commands(), touched, args)
                .thenApply(passed -> passed.stream().map(each -> each == 1).toList())
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(typed(failure)));
    }

    private static Throwable typed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof RedisCommandExecutionException
                        && String.valueOf(cause.getMessage()).startsWith("TAKEN")
                ? new TakenException()
                : cause;
    }

    /** Whether Redis answers. */
    public CompletionStage<Boolean> answers() {
        return redis.commands().ping().handle((pong, failure) -> failure == null);
    }

    /**
     * A frame of the buffer.
     *
     * @param millisAgo before the newest one of the buffer
     */
    record Buffered(byte[] frame, long millisAgo) {}

    /** The buffer of a patient, the oldest first. */
    CompletionStage<List<Buffered>> recent(String patient) {
        return redis.commands()
                .xrange(bytes(keys.frames(patient)), Range.unbounded())
                .thenApply(entries -> {
                    List<Buffered> frames = new ArrayList<>(entries.size());
                    long newest = entries.isEmpty() ? 0 : millis(entries.getLast().getId());
                    for (var entry : entries) {
                        entry.getBody()
                                .forEach((field, value) -> {
                                    if (Arrays.equals(field, FRAME)) {
                                        frames.add(
                                                new Buffered(
                                                        value, newest - millis(entry.getId())));
                                    }
                                });
                    }
                    return frames;
                });
    }

    WaveformKeys keys() {
        return keys;
    }

    RedisLink redis() {
        return redis;
    }

    private static long millis(String entryId) {
        return Long.parseLong(entryId, 0, entryId.indexOf('-'), 10);
    }

    private static byte[] number(long number) {
        return bytes(Long.toString(number));
    }
}
