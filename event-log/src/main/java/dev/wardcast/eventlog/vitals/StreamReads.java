package dev.wardcast.eventlog.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a partition's stream. Makes one read after the other. */
final class StreamReads {

    private static final Logger LOG = LoggerFactory.getLogger(StreamReads.class);

    /** A command that waits longer than the command time-out would be taken for lost. */
    private static final Duration LONGEST_BLOCK = RedisLink.COMMAND_TIMEOUT.minusSeconds(1);

    private final RedisClusterAsyncCommands<byte[], byte[]> commands;

    /** How many samples an entry had in the last read that had any. */
    private volatile int samplesInEntry;

    /**
     * @param samplesInEntry as many as an entry has until one was read: with too few the first
     *     answer is larger than was asked for, with too many smaller
     */
    StreamReads(RedisClusterAsyncCommands<byte[], byte[]> commands, int samplesInEntry) {
        this.commands = commands;
        this.samplesInEntry = samplesInEntry;
    }

    CompletionStage<List<Entry>> read(String stream, String after, int limit, Duration block) {
        XReadArgs args = XReadArgs.Builder.count(Math.ceilDiv(limit, samplesInEntry));
        if (block.isPositive()) {
            // BLOCK 0 would wait for ever.
            long millis = Math.max(1, Math.min(block.toMillis(), LONGEST_BLOCK.toMillis()));
            args.block(millis);
        }
        return commands.xread(args, XReadArgs.StreamOffset.from(stream.getBytes(UTF_8), after))
                .thenCompose(messages -> {
                    List<Entry> entries = readable(stream, after, limit, messages);
                    if (entries.isEmpty() && !messages.isEmpty()) {
                        // Else the reader would stand before them for ever.
                        String last = messages.getLast().getId();
                        return read(stream, last, limit, Duration.ZERO);
                    }
                    return CompletableFuture.completedStage(entries);
                });
    }

    private List<Entry> readable(
            String stream, String after, int limit, List<StreamMessage<byte[], byte[]>> messages) {
        List<Entry> entries = new ArrayList<>(limit);
        int samples = 0;
        int taken = 0;
        for (StreamMessage<byte[], byte[]> message : messages) {
            if (entries.size() >= limit) {
                break;
            }
            samples += take(stream, after, limit, message, entries);
            taken++;
        }
        if (taken > 0) {
            samplesInEntry = Math.max(1, samples / taken);
        }
        return entries;
    }

    /** Returns how many samples it has, whether they are wanted or not. */
    private static int take(
            String stream,
            String after,
            int limit,
            StreamMessage<byte[], byte[]> message,
            List<Entry> entries) {
        List<@Nullable Sample> samples = SampleCodec.decode(payload(message));
        int count = samples.size();
        String id = message.getId();
        int dash = id.indexOf('-');
        long number = Long.parseLong(id.substring(dash + 1)) - count + 1;
        // A reader may have got only some of an entry the last time.
        boolean begun = count > 1 && after.startsWith(id.substring(0, dash + 1));
        long read = begun ? Long.parseLong(after.substring(dash + 1)) : -1;
        for (int i = 0; i < count && entries.size() < limit; i++, number++) {
            if (number > read) {
                String sampleId = id.substring(0, dash + 1) + number;
                @Nullable Sample sample = samples.get(i);
                if (sample == null) {
                    LOG.warn("entry {} of {} passed over: not a sample", sampleId, stream);
                } else {
                    entries.add(new Entry(sampleId, sample));
                }
            }
        }
        return count;
    }

    private static byte[] payload(StreamMessage<byte[], byte[]> message) {
        // Keys are arrays, which no map finds by content.
        for (Map.Entry<byte[], byte[]> field : message.getBody().entrySet()) {
            if (field.getKey().length == 1 && field.getKey()[0] == 's') {
                return field.getValue();
            }
        }
        return new byte[0];
    }
}
