package dev.wardcast.kit.receipts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Receipts on their way from the gateways to whoever keeps them: a stream in Redis, {@value #KEY},
 * of batches. It is bounded; when nobody takes them for long, the oldest are given up, and what
 * they speak of stays pending until its user acknowledges it.
 */
@Singleton
public final class ReceiptQueue {

    static final String KEY = "wc:receipts";

    /** Receipts in one entry, at most. */
    public static final int BATCH = 500;

    private static final long MOST_BATCHES = 10_000;
    private static final byte[] QUEUE = KEY.getBytes(US_ASCII);
    private static final byte[] FIELD = "r".getBytes(US_ASCII);

    private final RedisLink redis;

    ReceiptQueue(RedisLink redis) {
        this.redis = redis;
    }

    /**
     * A batch that waits.
     *
     * @param place in the queue
     */
    public record Waiting(String place, List<Receipt> receipts) {}

    /**
     * @param receipts at most {@value #BATCH}
     */
    public CompletionStage<String> append(List<Receipt> receipts) {
        StringBuilder lines = new StringBuilder();
        receipts.forEach(one ->
                lines.append(one.userId()).append(' ').append(one.notificationId()).append('\n'));
        XAddArgs bounded = XAddArgs.Builder.maxlen(MOST_BATCHES).approximateTrimming();
        return redis.commands().xadd(QUEUE, bounded, FIELD, lines.toString().getBytes(US_ASCII));
    }

    /** Those that wait longest; to be {@link #remove removed} once they are kept. */
    public CompletionStage<List<Waiting>> oldest(int batches) {
        return redis.commands()
                .xrange(QUEUE, Range.unbounded(), Limit.from(batches))
                .thenApply(entries -> entries.stream().map(ReceiptQueue::waiting).toList());
    }

    public CompletionStage<Long> remove(List<Waiting> kept) {
        return redis.commands()
                .xdel(QUEUE, kept.stream().map(Waiting::place).toArray(String[]::new));
    }

    private static Waiting waiting(StreamMessage<byte[], byte[]> entry) {
        List<Receipt> receipts = new ArrayList<>();
        for (byte[] lines : entry.getBody().values()) {
            new String(lines, US_ASCII)
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> receipts.add(new Receipt(parts[0], parts[1])));
        }
        return new Waiting(entry.getId(), receipts);
    }
}
