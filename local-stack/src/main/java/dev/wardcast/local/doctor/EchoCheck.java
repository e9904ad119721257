package dev.wardcast.local.doctor;

import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** How long what is published takes to be heard. */
record EchoCheck(RedisLink redis) implements Check {

    private static final int TIMES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String subject() {
        return "redis echo";
    }

    @Override
    public List<Finding> examine() throws Exception {
        String name = "wc:doctor:" + UUID.randomUUID();
        byte[] channel = name.getBytes(StandardCharsets.US_ASCII);
        BlockingQueue<Long> heard = new ArrayBlockingQueue<>(1);
        List<Duration> echoes = new ArrayList<>();
        try (StatefulRedisPubSubConnection<byte[], byte[]> ear =
                redis.singleServerClient()
                        .connectPubSub(ByteArrayCodec.INSTANCE, redis.serverOf(name))) {
            ear.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void message(byte[] where, byte[] what) {
                            heard.offer(System.nanoTime());
                        }
                    });
            ear.async().subscribe(channel).get(2, TimeUnit.SECONDS);
            for (int i = 0; i < TIMES; i++) {
                long said = System.nanoTime();
                redis.commands().publish(channel, channel).get(2, TimeUnit.SECONDS);
                Long at = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (at == null) {
                    return List.of(judge(echoes, true));
                }
                echoes.add(Duration.ofNanos(at - said));
            }
        }
        return List.of(judge(echoes, false));
    }

    static Finding judge(List<Duration> echoes, boolean deaf) {
        String subject = "redis echo";
        if (deaf || echoes.isEmpty()) {
            return Finding.failure(
                    subject,
                    "nothing was heard within " + PATIENCE.toSeconds() + " s",
                    "look for a proxy between us and Redis that passes no Pub/Sub, and restart what"
                            + " holds the subscription");
        }
        List<Duration> sorted = new ArrayList<>(echoes);
        Collections.sort(sorted);
        Duration median = sorted.get(sorted.size() / 2);
        String found =
                "%.1f ms, at most %.1f ms".formatted(millis(median), millis(sorted.getLast()));
        return median.toMillis() < 50
                ? Finding.ok(subject, found)
                : Finding.warning(
                        subject,
                        found,
                        "bring Redis nearer, or look what keeps it busy: SLOWLOG GET");
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
