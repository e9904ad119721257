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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a partition's stream. */
final class StreamReads {

    private static final Logger LOG = LoggerFactory.getLogger(StreamReads.class);

    /** A command that waits longer than the command time-out would be taken for lost. */
    private static final Duration LONGEST_BLOCK = RedisLink.COMMAND_TIMEOUT.minusSeconds(1);

    private StreamReads() {}

    static CompletionStage<List<Entry>> read(
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            String stream,
            String after,
            int limit,
            Duration block) {
        XReadArgs args = XReadArgs.Builder.count(limit);
        if (block.isPositive()) {
            // BLOCK 0 would wait for ever.
            long millis = Math.max(1, Math.min(block.toMillis(), LONGEST_BLOCK.toMillis()));
            args.block(millis);
        }
        return commands.xread(args, XReadArgs.StreamOffset.from(stream.getBytes(UTF_8), after))
                .thenCompose(messages -> {
                    List<Entry> entries = readable(stream, messages);
                    if (entries.isEmpty() && !messages.isEmpty()) {
                        // Else the reader would stand before them for ever.
                        String last = messages.getLast().getId();
                        return read(commands, stream, last, limit, Duration.ZERO);
                    }
                    return CompletableFuture.completedStage(entries);
                });
    }

    private static List<Entry> readable(
            String stream, List<StreamMessage<byte[], byte[]>> messages) {
        List<Entry> entries = new ArrayList<>(messages.size());
        for (StreamMessage<byte[], byte[]> message : messages) {
            try {
                entries.add(new Entry(message.getId(), SampleCodec.decode(payload(message))));
            } catch (SampleCodec.UnreadableSampleException e) {
                LOG.warn("entry {} of {} passed over: {}", message.getId(), stream, e.getMessage());
            }
        }
        return entries;
    }

    private static byte[] payload(StreamMessage<byte[], byte[]> message) {
        // Keys are arrays, which no map finds by content; there is one field only.
        return message.getBody().values().stream().findFirst().orElse(new byte[0]);
    }
}
