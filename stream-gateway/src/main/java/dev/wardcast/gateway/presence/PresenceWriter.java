package dev.wardcast.gateway.presence;

import static dev.wardcast.gateway.presence.PresenceKeys.bytes;
import static dev.wardcast.gateway.presence.RedisAnswers.await;

import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's presence in Redis. Only what changed is written, at most so often and so much a
 * second; a room in which thousands come and go is written the less often the larger it is. All of
 * it expires unless it is renewed, so a node that dies disappears by itself. When Redis was away,
 * or has forgotten, everything is written anew.
 *
 * <p>One virtual thread does all of it, one write after the other.
 */
final class PresenceWriter implements AutoCloseable {

    /**
     * @param every how often changes are written
     * @param renew how often what is there is given another {@code expiry}
     * @param expiry how long what a dead node wrote outlives it
     * @param bytesASecond how much is written in the long run
     */
    record Pace(Duration every, Duration renew, Duration expiry, long bytesASecond) {
        static final Pace USUAL =
                new Pace(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        1 << 20);
    }

    private static final Logger LOG = LoggerFactory.getLogger(PresenceWriter.class);
    private static final LuaScript WRITE = LuaScript.load("write-presence.lua");
    private static final LuaScript COUNT_NODES = LuaScript.load("count-nodes.lua");

    /** So many at a time, so that Redis does not stop for long for a script of ours. */
    private static final int MOST_FIELDS = 500;

    private static final long MOST_BYTES = 64 * 1024;

    private final RedisLink redis;
    private final ThisNode node;
    private final LocalPresence local;
    private final PresenceFields fields;
    private final Pace pace;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    // All below belongs to the thread.
    private boolean anew = true;
    private boolean failing;
    private String life = "";
    private long renewedNanos;
    private long allowance;
    private long allowedNanos = System.nanoTime();

    private volatile long nodes;

    PresenceWriter(
            RedisLink redis, ThisNode node, LocalPresence local, PresenceFields fields, Pace pace) {
        this.redis = redis;
        this.node = node;
        this.local = local;
        this.fields = fields;
        this.pace = pace;
        this.allowance = pace.bytesASecond();
        this.thread = Thread.ofVirtual().name("presence-writer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Gateways that are alive, this one included; 0 until Redis has said so. */
    long nodes() {
        return nodes;
    }

    private void run() {
        try {
            do {
                try {
                    write();
                    failing = false;
                } catch (IOException | RuntimeException away) {
                    // What was written is unknown, so nothing of it is relied on.
                    anew = true;
                    if (!failing) {
                        failing = true;
                        LOG.warn("presence can't be written now: {}", away.getMessage());
                    }
                }
            } while (!over.await(pace.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() throws IOException, InterruptedException {
        allowMore();
        boolean renew = anew || System.nanoTime() - renewedNanos >= pace.renew().toNanos();
        if (renew) {
            String now = await(redis.life());
            anew |= !now.equals(life);
            life = now;
            nodes = await(signOn(pace.expiry().toMillis()));
        }
        if (anew) {
            local.changeAll();
        }
        // A value larger than the allowance is written too, and paid for afterwards.
        boolean more = renew;
        while (more || (allowance > 0 && local.changed())) {
            PresenceFields.Slice slice =
                    fields.take(local, Math.min(allowance, MOST_BYTES), MOST_FIELDS);
            if (!await(write(slice))) {
                anew = true;
                return;
            }
            anew = false;
            renewedNanos = System.nanoTime();
            allowance -= slice.bytes();
            more = false;
        }
    }

    private void allowMore() {
        long now = System.nanoTime();
        long more = (now - allowedNanos) / 1_000 * pace.bytesASecond() / 1_000_000;
        allowance = Math.min(pace.bytesASecond(), allowance + more);
        allowedNanos = now;
    }

    private CompletionStage<Boolean> write(PresenceFields.Slice slice) throws IOException {
        byte[][] keys = {
            PresenceKeys.document(node.id()),
            PresenceKeys.rooms(node.id()),
            PresenceKeys.users(node.id())
        };
        List<byte[]> args = new ArrayList<>();
        args.add(bytes(anew ? "anew" : "on"));
        args.add(bytes(Long.toString(pace.expiry().toMillis())));
        args.add(fields.document(node.document()));
        args.add(bytes(Integer.toString(slice.rooms().size() / 2)));
        args.addAll(slice.rooms());
        args.addAll(slice.users());
        return WRITE.<Long>eval(
                        redis.commands(),
                        ScriptOutputType.INTEGER,
                        keys,
                        args.toArray(byte[][]::new))
                .thenApply(written -> written == 1);
    }

    private CompletionStage<Long> signOn(long millis) {
        return COUNT_NODES.eval(
                redis.commands(),
                ScriptOutputType.INTEGER,
                new byte[][] {PresenceKeys.NODES},
                new byte[][] {bytes(node.id()), bytes(Long.toString(millis))});
    }

    /** Stops without a word, as a node does that dies. */
    void die() {
        stop();
    }

    private boolean stop() {
        over.countDown();
        thread.interrupt();
        try {
            return thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Leaves: what was written is removed, if Redis answers. */
    @Override
    public void close() {
        if (!stop()) {
            return;
        }
        @Nullable Throwable failure = null;
        try {
            await(signOn(0));
            await(
                    redis.commands()
                            .del(
                                    PresenceKeys.document(node.id()),
                                    PresenceKeys.rooms(node.id()),
                                    PresenceKeys.users(node.id())));
        } catch (IOException | RuntimeException away) {
            failure = away;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        }
        if (failure != null) {
            LOG.info("left without a goodbye: {}", failure.getMessage());
        }
    }
}
