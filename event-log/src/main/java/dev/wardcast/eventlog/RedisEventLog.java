package dev.wardcast.eventlog;

import static dev.wardcast.eventlog.Keys.bytes;

import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The log in Redis 7: one script for each publication, and for each partition that it touches. */
public final class RedisEventLog implements EventLog {

    private static final LuaScript PUBLISH = LuaScript.load("publish.lua");
    private static final LuaScript PUBLISH_STATE = LuaScript.load("publish-state.lua");
    private static final LuaScript INVITE = LuaScript.load("invite.lua");

    /** Whoever reads them may be away for days, and what they say must be known all the same. */
    private static final int NOTICES_AT_MOST = 100_000;

    private static final byte[] YES = bytes("1");
    private static final byte[] NO = bytes("0");
    private static final byte[] INVITES_EVERY =
            number(TimeUnit.NANOSECONDS.toMicros(Groups.INVITES_EVERY.toNanos()));
    private static final byte[] JUST_INVITED = number(0);

    private final RedisLink redis;
    private final Keys keys;
    private final byte[] recognise;
    private final List<byte[]> keeping;
    private final List<byte[]> keepingOfNotices;

    public RedisEventLog(RedisLink redis, LogOptions options) {
        this.redis = redis;
        this.keys = new Keys(options.partitions());
        this.recognise = number(options.recognise().toSeconds());
        this.keeping = Keeping.args(options);
        this.keepingOfNotices =
                Keeping.args(
                        options,
                        NOTICES_AT_MOST,
                        Room.Notices.KEPT,
                        Room.Notices.KEPT,
                        Room.Notices.KEPT);
    }

    /** What all that append an event begin with, these, and then what is kept of the room. */
    private List<byte[]> args(NewEvent event, int partition, byte[]... some) {
        List<byte[]> args = new ArrayList<>();
        args.add(bytes(newEpoch()));
        args.add(bytes(keys.channel(partition, event.room().name())));
        args.add(LogEvent.encode(event));
        args.addAll(List.of(some));
        args.addAll(event.room() instanceof Room.Notices ? keepingOfNotices : keeping);
        return args;
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
            if (!Arrays.equals(there, wanted)) {
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
        if (!(event.room() instanceof Room.Group group)) {
            return append(event).thenApply(RedisEventLog::appended);
        }
        if (!group.isOf(event.members())) {
            throw new IllegalArgumentException(
                    "members (expected: exactly those of the group " + group.name() + ")");
        }
        return append(event, INVITES_EVERY)
                .thenCompose(reply ->
                        reply.get(2)[0] == 'i'
                                ? invite(group, event.members())
                                        .thenCompose(invited -> append(event, JUST_INVITED))
                                : CompletableFuture.completedFuture(reply))
                .thenApply(RedisEventLog::appended);
    }

    private CompletionStage<List<byte[]>> append(NewEvent event, byte[]... more) {
        String room = event.room().name();
        int partition = keys.partitionOf(room);
        byte[][] scriptKeys = {
            bytes(keys.log(partition)),
            bytes(keys.room(partition, room)),
            bytes(keys.buffer(partition, room)),
            bytes(keys.seen(partition, event.id()))
        };
        List<byte[]> args = args(event, partition, event.once() ? YES : NO, recognise);
        args.addAll(List.of(more));
        return PUBLISH.eval(redis.commands(), scriptKeys, args.toArray(byte[][]::new));
    }

    /**
     * Done when whoever looks for the members' groups, or hears their own rooms, finds this one.
     */
    private CompletionStage<Void> invite(Room.Group group, Set<String> members) {
        byte[] data = bytes("{\"group\":\"" + group.name() + "\"}");
        return CompletableFuture.allOf(
                members.stream()
                        .map(member -> invite(group, new Room.User(member), data))
                        .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Long> invite(Room.Group group, Room.User member, byte[] data) {
        String room = member.name();
        int partition = keys.partitionOf(room);
        String id = newEpoch() + newEpoch();
        NewEvent event =
                new NewEvent(id, member, EventType.USER_GROUP, Instant.now(), data, null, false);
        byte[][] scriptKeys = {
            bytes(keys.log(partition)),
            bytes(keys.room(partition, room)),
            bytes(keys.buffer(partition, room)),
            bytes(keys.groups(partition, member.id()))
        };
        List<byte[]> args =
                args(event, partition, bytes(group.name()), number(Groups.KNOWN_FOR.toSeconds()));
        return INVITE.<Long>eval(
                        redis.commands(),
                        ScriptOutputType.INTEGER,
                        scriptKeys,
                        args.toArray(byte[][]::new))
                .toCompletableFuture();
    }

    @Override
    public CompletionStage<Duration> publishState(NewEvent event, long version, Duration pace) {
        String room = event.room().name();
        int partition = keys.partitionOf(room);
        byte[][] scriptKeys = {
            bytes(keys.log(partition)),
            bytes(keys.room(partition, room)),
            bytes(keys.buffer(partition, room))
        };
        List<byte[]> args =
                args(
                        event,
                        partition,
                        number(version),
                        number(TimeUnit.NANOSECONDS.toMicros(pace.toNanos())));
        return PUBLISH_STATE
                .<Long>eval(
                        redis.commands(),
                        ScriptOutputType.INTEGER,
                        scriptKeys,
                        args.toArray(byte[][]::new))
                .thenApply(micros -> Duration.of(micros, ChronoUnit.MICROS));
    }

    private static Appended appended(List<byte[]> result) {
        return new Appended(
                text(result.get(0)), Long.parseLong(text(result.get(1))), result.get(2)[0] == '1');
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
