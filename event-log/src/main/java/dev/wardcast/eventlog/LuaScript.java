package dev.wardcast.eventlog;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script that Redis runs in one atomic step. It is called by its digest; a server that does not
 * know it (restarted, failed over, flushed) gets the text once and keeps it.
 *
 * <p>Calls are pipelined and never block. A call made while another waits for its text to be taken
 * may overtake it: whoever needs an order between two calls waits for the first one.
 */
public final class LuaScript {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^-- include (\\S+)$");

    private final byte[] text;
    private final String digest;

    private LuaScript(byte[] text) {
        this.text = text;
        this.digest = sha1(text);
    }

    /**
     * Reads a script from {@code dev/wardcast/eventlog/lua} on the class path. Where it has a line
     * {@code -- include other.lua}, that file is put in.
     *
     * @param name file name, for instance {@code append-samples.lua}
     * @throws IllegalArgumentException if there is no such file
     */
    public static LuaScript load(String name) {
        String text =
                INCLUDE.matcher(read(name))
                        .replaceAll(line -> Matcher.quoteReplacement(read(line.group(1))));
        return new LuaScript(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A script that stands in the program. */
    public static LuaScript of(String text) {
        return new LuaScript(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String name) {
        try (InputStream file = LuaScript.class.getResourceAsStream("lua/" + name)) {
            if (file == null) {
                throw new IllegalArgumentException(name + " (expected: a file of eventlog/lua)");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * As {@link #eval(RedisClusterAsyncCommands, ScriptOutputType, byte[][], byte[][])}, a list.
     */
    public <T> CompletionStage<T> eval(
            RedisClusterAsyncCommands<byte[], byte[]> commands, byte[][] keys, byte[][] args) {
        return eval(commands, ScriptOutputType.MULTI, keys, args);
    }

    /**
     * Runs the script.
     *
     * @param keys every key that it touches, all of one Cluster slot
     * @return its result; fails as a plain command would. Whether a script that failed by time-out
     *     or a broken connection has run is unknown
     */
    public <T> CompletionStage<T> eval(
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            ScriptOutputType output,
            byte[][] keys,
            byte[][] args) {
        return commands.<T>evalsha(digest, output, keys, args)
                .exceptionallyCompose(failure -> {
                    // NOSCRIPT says that nothing was run, so running it now is no repeat.
                    if (unwrapped(failure) instanceof RedisNoScriptException) {
                        return commands.eval(text, output, keys, args);
                    }
                    return CompletableFuture.failedStage(failure);
                });
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    private static String sha1(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
