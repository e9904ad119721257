package dev.wardcast.eventlog;

import static dev.wardcast.eventlog.Keys.bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The log in Redis 7: one script for each publication. */
public final class RedisEventLog implements EventLog {

    private static final LuaScript PUBLISH = LuaScript.load("publish.lua");
    private static final LuaScript PUBLISH_MANY = LuaScript.load("publish-many.lua");

    /** Bounds for how long Redis does nothing else: about a millisecond. */
    private static final int READINGS_AT_ONCE = 64;

    private static final byte[] YES = bytes("1");
    private static final byte[] NO = bytes("0");

    private final RedisLink redis;
    private final Keys keys;
    private final byte[][] limits;

    public RedisEventLog(RedisLink redis, LogOptions options) {
        this.redis = redis;
        this.keys = new Keys(options.partitions());
        this.limits =
                new byte[][] {
                    number(options.recognise().toSeconds()),
                    number(options.keepMost()),
                    number(options.keepFewest()),
                    number(TimeUnit.MILLISECONDS.toMicros(options.keepAll().toMillis())),
                    number(options.silentBuffer().toSeconds()),
                    number(options.silentRoom().toSeconds())
                };
    }

    /**
     * Compares the number of partitions with what this Redis was first used with, and notes it
     * there if it was never used.
     *
     * @throws IllegalStateException if they differ: nodes that disagree would not hear each other
     */
    public static void requireSamePartitions(RedisLink redis, LogOptions options) {
        byte[] key = bytes("wc:partitions");
        byte[] wanted = number(options.partitions());
        try {
            redis.commands().setnx(key, wanted).get(5, TimeUnit.SECONDS);
            byte[] there = redis.commands().get(key).get(5, TimeUnit.SECONDS);
            if (!java.util.Arrays.equals(there, wanted)) {
                throw new IllegalStateException(
                        "event-log.partitions: "
                                + options.partitions()
                                + " (expected: "
                                + new String(there, StandardCharsets.US_ASCII)
                                + ", with which this Redis is in use)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Redis does not answer", e);
        }
    }

    @Override
    public CompletionStage<Appended> publish(NewEvent event) {
        String room = event.room().name();
        int partition = keys.partitionOf(room);
        byte[][] scriptKeys = {
            bytes(keys.log(partition)),
            bytes(keys.room(partition, room)),
            bytes(keys.buffer(partition, room)),
            bytes(keys.seen(partition, event.id()))
        };
        byte[][] args = {
            bytes(newEpoch()),
            bytes(keys.channel(partition, room)),
            LogEvent.encode(event),
            event.once() ? YES : NO,
            limits[0],
            limits[1],
            limits[2],
            limits[3],
            limits[4],
            limits[5]
        };
        return PUBLISH.<List<byte[]>>eval(redis.commands(), scriptKeys, args)
                .thenApply(result ->
                        new Appended(
                                text(result.get(0)),
                                Long.parseLong(text(result.get(1))),
                                result.get(2)[0] == '1'));
    }

    @Override
    public CompletionStage<Void> publishReadings(List<NewEvent> readings) {
        EventLog.requireReadings(readings);
        Map<Integer, List<NewEvent>> byPartition = new TreeMap<>();
        for (NewEvent reading : readings) {
            byPartition
                    .computeIfAbsent(
                            keys.partitionOf(reading.room().name()), p -> new ArrayList<>())
                    .add(reading);
        }
        return CompletableFuture.allOf(
                byPartition.entrySet().stream()
                        .map(each -> publishFrom(each.getKey(), each.getValue(), 0))
                        .toArray(CompletableFuture<?>[]::new));
    }

    /** One piece after the other, because a call may be overtaken by the next. */
    private CompletableFuture<Void> publishFrom(int partition, List<NewEvent> readings, int from) {
        if (from >= readings.size()) {
            return CompletableFuture.completedFuture(null);
        }
        int to = Math.min(readings.size(), from + READINGS_AT_ONCE);
        Readings piece = new Readings(keys, partition, readings.subList(from, to));
        List<byte[]> before =
                List.of(bytes(newEpoch()), limits[1], limits[2], limits[3], limits[4], limits[5]);
        return PUBLISH_MANY
                .<List<byte[]>>eval(redis.commands(), piece.scriptKeys(), piece.args(before))
                .toCompletableFuture()
                .thenCompose(done -> publishFrom(partition, readings, to));
    }

    /** Epochs are told apart by chance: six digits of base 36. */
    public static String newEpoch() {
        long random =
                ThreadLocalRandom.current()
                        .nextLong(36L * 36 * 36 * 36 * 36, 36L * 36 * 36 * 36 * 36 * 36);
        return Long.toString(random, 36);
    }

    private static byte[] number(long value) {
        return bytes(Long.toString(value));
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
