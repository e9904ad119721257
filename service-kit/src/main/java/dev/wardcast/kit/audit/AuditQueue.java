package dev.wardcast.kit.audit;

import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where entries wait that were made by a process without a database: a stream in Redis, {@value
 * #KEY}. It is bounded, and it forgets nothing by itself: an entry leaves it after it was stored.
 */
@Singleton
public final class AuditQueue {

    public static final String KEY = "wc:audit";

    /** What can't be read or stored is kept there, the newest thousand. */
    static final String SET_ASIDE = "wc:audit:set-aside";

    private static final Logger LOG = LoggerFactory.getLogger(AuditQueue.class);
    private static final LuaScript APPEND = LuaScript.load("append-audit.lua");
    private static final long MOST_SET_ASIDE = 1_000;
    private static final byte[] FIELD = "e".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUEUE = KEY.getBytes(StandardCharsets.US_ASCII);

    private final RedisLink redis;
    private final AuditCodec codec;
    private final long most;

    AuditQueue(RedisLink redis, AuditCodec codec, AuditSettings settings) {
        this.redis = redis;
        this.codec = codec;
        this.most = settings.queue();
    }

    /**
     * One that waits.
     *
     * @param place in the stream
     * @param entry {@code null} if it can't be read
     */
    public record Waiting(String place, @Nullable AuditEntry entry, byte[] bytes) {}

    /**
     * Appends all of them. A repeat after a failure does no harm: entries are stored once.
     *
     * @param entries each says when it happened
     * @return false, and none is appended, if the queue is full
     */
    public CompletionStage<Boolean> append(List<AuditEntry> entries) {
        List<byte[]> args = new ArrayList<>(entries.size() + 1);
        args.add(Long.toString(most).getBytes(StandardCharsets.US_ASCII));
        entries.forEach(entry -> args.add(codec.encode(entry)));
        return APPEND.<Long>eval(
                        redis.commands(),
                        ScriptOutputType.INTEGER,
                        new byte[][] {QUEUE},
                        args.toArray(byte[][]::new))
                .thenApply(appended -> appended == entries.size());
    }

    /** Those that wait longest. */
    public CompletionStage<List<Waiting>> oldest(int count) {
        return redis.commands()
                .xrange(QUEUE, Range.unbounded(), Limit.from(count))
                .thenApply(messages -> messages.stream().map(this::waiting).toList());
    }

    private Waiting waiting(StreamMessage<byte[], byte[]> message) {
        byte[] bytes = message.getBody().values().iterator().next();
        try {
            return new Waiting(message.getId(), codec.decode(bytes), bytes);
        } catch (IllegalArgumentException unreadable) {
            return new Waiting(message.getId(), null, bytes);
        }
    }

    /** Lets go of them; to be called after they were stored. */
    public CompletionStage<Long> remove(List<Waiting> stored) {
        return redis.commands()
                .xdel(QUEUE, stored.stream().map(Waiting::place).toArray(String[]::new));
    }

    /** Keeps it for a person to look at; to be called before it is removed. */
    public CompletionStage<String> setAside(Waiting unusable) {
        LOG.error("An entry of the audit can't be stored; it is kept in {}", SET_ASIDE);
        return redis.commands()
                .xadd(
                        SET_ASIDE.getBytes(StandardCharsets.US_ASCII),
                        io.lettuce.core.XAddArgs.Builder.maxlen(MOST_SET_ASIDE),
                        FIELD,
                        unusable.bytes());
    }

    public CompletionStage<Long> length() {
        return redis.commands().xlen(QUEUE);
    }

    /** How many entries may wait. */
    public long most() {
        return most;
    }
}
