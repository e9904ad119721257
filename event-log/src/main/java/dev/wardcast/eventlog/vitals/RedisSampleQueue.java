package dev.wardcast.eventlog.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The queue as one Redis stream for each partition. All keys of a partition carry the same hash tag
 * and so lie in one Cluster slot:
 *
 * <ul>
 *   <li>{@code wc:{q0}:samples}: the stream; samples that are appended together are one entry, see
 *       {@code queue.lua}
 *   <li>{@code wc:{q0}:last}: of the last sample the milliseconds and the number
 *   <li>{@code wc:{q0}:confirmed}: how far each reader is
 *   <li>{@code wc:{q0}:seen:…}: sequence numbers seen, a bitmap of 32 bytes for 256 successive
 *       numbers of one device. A key for each number would cost a hundred bytes; devices count by
 *       one, so this costs less than one byte a number, and even numbers that leap cost no more
 *       than twice such a key
 *   <li>{@code wc:{q0}:lease:…}: who works as a reader
 * </ul>
 */
public final class RedisSampleQueue implements SampleQueue {

    /** How the script begins to say that there is no room. */
    static final String FULL = "QUEUEFULL";

    private static final int BITS = 256;
    private static final int ARGS_BEFORE_SAMPLES = 4;

    /**
     * Successive numbers of a device that are looked up at once: the script reckons with doubles.
     */
    private static final int LONGEST_RUN = 48;

    /** In one entry: whoever reads one sample reads all of its entry. */
    private static final int MOST_TOGETHER = 64;

    private final LuaScript append = LuaScript.load("append-samples.lua");
    private final LuaScript confirm = LuaScript.load("confirm-entry.lua");
    private final RedisLink link;
    private final QueueLimits limits;
    private final Copies.Writer writer;

    public RedisSampleQueue(RedisLink link, QueueLimits limits) {
        this(link, limits, Copies.NONE);
    }

    /**
     * @param copies how many replicas must have samples before they count as appended
     */
    public RedisSampleQueue(RedisLink link, QueueLimits limits, Copies copies) {
        this.link = link;
        this.limits = limits;
        this.writer = copies.writer(link);
    }

    @Override
    public CompletionStage<List<Optional<String>>> appendAndTell(
            int partition, List<Sample> samples) {
        if (samples.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        // Key -> its place in KEYS, which Lua counts from 1.
        Map<String, Integer> keys = new LinkedHashMap<>();
        keys.put(streamKey(partition), 1);
        keys.put(partitionKey(partition, "last"), 2);
        List<byte[]> args = new ArrayList<>(ARGS_BEFORE_SAMPLES + 7 * samples.size());
        args.add(number(limits.retention().toMillis()));
        args.add(number(limits.dedupeWindow().toMillis()));
        args.add(number(limits.maxLength()));
        args.add(number(samples.size()));
        for (int from = 0; from < samples.size(); from += MOST_TOGETHER) {
            int to = Math.min(samples.size(), from + MOST_TOGETHER);
            addEntry(partition, samples.subList(from, to), keys, args);
        }
        return writer.<List<byte[]>>write(
                        streamKey(partition),
                        commands ->
                                append.eval(
                                        commands,
                                        bytes(keys.keySet()),
                                        args.toArray(byte[][]::new)))
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedStage(typed(failure, partition)))
                .thenApply(RedisSampleQueue::ids);
    }

    /** From what the script answers: milliseconds, number of the first new one, which are new. */
    private static List<Optional<String>> ids(List<byte[]> answer) {
        String millis = new String(answer.getFirst(), UTF_8) + "-";
        long number = Long.parseLong(new String(answer.get(1), UTF_8));
        byte[] isNew = answer.get(2);
        List<Optional<String>> ids = new ArrayList<>(isNew.length);
        for (byte each : isNew) {
            ids.add(each == '1' ? Optional.of(millis + number++) : Optional.empty());
        }
        return ids;
    }

    private static void addEntry(
            int partition, List<Sample> samples, Map<String, Integer> keys, List<byte[]> args) {
        args.add(number(samples.size()));
        args.add(SampleCodec.encode(samples));
        int runsAt = args.size();
        int runs = 0;
        for (int from = 0; from < samples.size(); ) {
            Sample first = samples.get(from);
            int length = runLength(samples, from);
            for (Sample sample : samples.subList(from, from + length)) {
                if (SampleQueue.partitionOf(sample.patientId()) != partition) {
                    throw new IllegalArgumentException("a sample of another partition");
                }
            }
            long sequence = first.sequence().orElse(0);
            args.add(number(first.sequence().isPresent() ? place(partition, first, keys) : 0));
            args.add(number(sequence % BITS));
            args.add(number(length));
            args.add(number((1L << length) - 1));
            from += length;
            runs++;
        }
        args.add(runsAt, number(runs));
    }

    /** Where the bitmap with a sample's number stands among the keys; it is added if it is new. */
    private static int place(int partition, Sample sample, Map<String, Integer> keys) {
        String seen =
                partitionKey(partition, "seen:")
                        + sample.patientId()
                        + ":"
                        + sample.deviceId()
                        + ":"
                        + Long.toString(sample.sequence().orElseThrow() / BITS, 36);
        Integer place = keys.putIfAbsent(seen, keys.size() + 1);
        return place == null ? keys.size() : place;
    }

    /** How many from this one on are one run: all without numbers, or successive in one bitmap. */
    private static int runLength(List<Sample> samples, int from) {
        int most = Math.min(samples.size() - from, LONGEST_RUN);
        int length = 1;
        while (length < most && follows(samples.get(from), samples.get(from + length), length)) {
            length++;
        }
        return length;
    }

    private static boolean follows(Sample first, Sample next, int distance) {
        if (first.sequence().isEmpty() || next.sequence().isEmpty()) {
            return first.sequence().equals(next.sequence());
        }
        long sequence = first.sequence().getAsLong();
        return next.sequence().getAsLong() == sequence + distance
                && (sequence + distance) / BITS == sequence / BITS
                && next.deviceId().equals(first.deviceId())
                && next.patientId().equals(first.patientId());
    }

    private static Throwable typed(Throwable failure, int partition) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof RedisCommandExecutionException refusal
                        && String.valueOf(refusal.getMessage()).startsWith(FULL)
                ? new QueueFullException(partition)
                : cause;
    }

    @Override
    public CompletionStage<List<Entry>> read(
            int partition, String after, int limit, Duration block) {
        if (block.isPositive()) {
            throw new IllegalArgumentException("block: " + block + " (expected: 0; open a reader)");
        }
        return new StreamReads(link.commands(), 1).read(streamKey(partition), after, limit, block);
    }

    @Override
    public CompletionStage<Void> confirm(String reader, int partition, String id) {
        return confirm(reader, partition, id, new String[0], "").thenApply(done -> null);
    }

    /**
     * As {@link #confirm}, for a reader that works under a lease.
     *
     * @return whether the lease was still held; if not, nothing was noted
     */
    public CompletionStage<Boolean> confirmUnder(
            Lease lease, String reader, int partition, String id) {
        return confirm(reader, partition, id, new String[] {lease.key()}, lease.owner());
    }

    private CompletionStage<Boolean> confirm(
            String reader, int partition, String id, String[] leaseKey, String owner) {
        List<String> keys = new ArrayList<>();
        keys.add(streamKey(partition));
        keys.add(partitionKey(partition, "confirmed"));
        keys.addAll(List.of(leaseKey));
        List<byte[]> args = new ArrayList<>();
        args.add(reader.getBytes(UTF_8));
        args.add(id.getBytes(UTF_8));
        args.add(owner.getBytes(UTF_8));
        args.add(number(limits.keep()));
        limits.readers().forEach(name -> args.add(name.getBytes(UTF_8)));
        return confirm.<Long>eval(
                        link.commands(),
                        ScriptOutputType.INTEGER,
                        bytes(keys),
                        args.toArray(byte[][]::new))
                .thenApply(done -> done == 1);
    }

    @Override
    public CompletionStage<String> confirmed(String reader, int partition) {
        return link.commands()
                .hget(partitionKey(partition, "confirmed").getBytes(UTF_8), reader.getBytes(UTF_8))
                .thenApply(id -> id == null ? "0" : new String(id, UTF_8));
    }

    /** The lease of whoever works as this reader of this partition, on any node. */
    public Lease lease(String reader, int partition, String owner, Duration length) {
        return new Lease(link, partitionKey(partition, "lease:" + reader), owner, length);
    }

    @Override
    public Reader openReader() {
        RedisLink.Dedicated own = link.dedicate();
        // Whoever begins behind a backlog of arrays would get some ten megabytes at once.
        StreamReads reads = new StreamReads(own.commands(), MOST_TOGETHER);
        return new Reader() {
            @Override
            public CompletionStage<List<Entry>> read(
                    int partition, String after, int limit, Duration block) {
                return reads.read(streamKey(partition), after, limit, block);
            }

            @Override
            public void close() {
                own.close();
            }
        };
    }

    private static String streamKey(int partition) {
        return partitionKey(partition, "samples");
    }

    private static String partitionKey(int partition, String name) {
        if (partition < 0 || partition >= PARTITIONS) {
            throw new IllegalArgumentException(
                    "partition: " + partition + " (expected: 0 to " + (PARTITIONS - 1) + ")");
        }
        return "wc:{q" + partition + "}:" + name;
    }

    private static byte[] number(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }

    private static byte[][] bytes(Collection<String> texts) {
        return texts.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
    }
}
