package dev.wardcast.vitals.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.QueueLimits;
import dev.wardcast.eventlog.vitals.ReadingLog;
import dev.wardcast.eventlog.vitals.RedisReadingLog;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.trace.Tracing;
import dev.wardcast.vitals.follow.Followers;
import dev.wardcast.vitals.follow.Pace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VitalsPublisherTest {

    private static final String PATIENT = "patient-1";
    private static final int PARTITION = SampleQueue.partitionOf(PATIENT);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** The real log, with an ear to it and a switch to lose its answers. */
    private static final class HeardLog implements ReadingLog {
        final ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
        final AtomicInteger failing = new AtomicInteger();
        private final ReadingLog real;

        HeardLog(ReadingLog real) {
            this.real = real;
        }

        @Override
        public Prepared prepare(int partition, List<SampleQueue.Entry> entries) {
            Prepared prepared = real.prepare(partition, entries);
            return () -> {
                entries.forEach(entry -> ids.add(entry.id()));
                CompletionStage<Void> published = prepared.publish();
                return failing.getAndDecrement() > 0
                        ? published.thenCompose(done ->
                                CompletableFuture.failedStage(
                                        new IllegalStateException("on purpose")))
                        : published;
            };
        }
    }

    @Test
    void every_sample_is_published_in_order_even_when_the_log_stumbles() {
        try (EmbeddedRedis server = EmbeddedRedis.builder().start();
                RedisLink link = RedisLink.connect(server.url())) {
            RedisSampleQueue queue = new RedisSampleQueue(link, QueueLimits.standard());
            HeardLog log = new HeardLog(new RedisReadingLog(link, LogOptions.DEFAULTS));
            log.failing.set(3);
            append(queue, 100);
            VitalsPublisher publisher =
                    new VitalsPublisher(log, queue, new PublishMetrics(registry), Tracing.OFF);
            try (Followers ignored =
                    Followers.start(
                            link, queue, publisher, Pace.prompt(Duration.ofSeconds(1), 16))) {
                await().until(() -> position(queue).equals(lastEntry(queue)));
            }
            List<String> all = new ArrayList<>(log.ids);
            assertEquals(100, all.stream().distinct().count());
            List<String> afterTheStumble = all.subList(all.size() - 100, all.size());
            assertEquals(afterTheStumble.stream().distinct().toList(), afterTheStumble);
            assertTrue(registry.get("wardcast.vitals.publish.lag").timer().count() >= 100);
        }
    }

    /** The real log, which takes in nothing before it is told to. */
    private static final class HeldLog implements ReadingLog {
        final BlockingQueue<CompletableFuture<Void>> held = new LinkedBlockingQueue<>();
        private final ReadingLog real;

        HeldLog(ReadingLog real) {
            this.real = real;
        }

        @Override
        public Prepared prepare(int partition, List<SampleQueue.Entry> entries) {
            Prepared prepared = real.prepare(partition, entries);
            return () -> {
                CompletableFuture<Void> gate = new CompletableFuture<>();
                held.add(gate);
                return gate.thenCompose(open -> prepared.publish());
            };
        }

        CompletableFuture<Void> next() throws InterruptedException {
            return Objects.requireNonNull(held.poll(5, TimeUnit.SECONDS));
        }
    }

    /** A publisher whose log is held back, and two batches under way. */
    private final class Held implements AutoCloseable {
        final EmbeddedRedis server = EmbeddedRedis.builder().start();
        final RedisLink link = RedisLink.connect(server.url());
        final RedisSampleQueue queue = new RedisSampleQueue(link, QueueLimits.standard());
        final HeldLog log = new HeldLog(new RedisReadingLog(link, LogOptions.DEFAULTS));
        final VitalsPublisher publisher =
                new VitalsPublisher(log, queue, new PublishMetrics(registry), Tracing.OFF);
        final CompletableFuture<Boolean> one = process(0, lease(0, "me"));
        final CompletableFuture<Boolean> two = process(1, lease(1, "me"));

        Lease lease(int partition, String owner) {
            Lease lease = queue.lease(SampleQueue.LIVE, partition, owner, Duration.ofMinutes(1));
            assertTrue(now(lease.hold()));
            return lease;
        }

        CompletableFuture<Boolean> process(int partition, Lease lease) {
            String patient =
                    IntStream.iterate(0, n -> n + 1)
                            .mapToObj(n -> "patient-" + n)
                            .filter(id -> SampleQueue.partitionOf(id) == partition)
                            .findFirst()
                            .orElseThrow();
            append(queue, patient, 1);
            List<SampleQueue.Entry> entries = now(queue.read(partition, "0", 10, Duration.ZERO));
            return publisher.process(partition, "0", entries, lease).toCompletableFuture();
        }

        @Override
        public void close() {
            link.close();
            server.close();
        }
    }

    @Test
    void two_batches_are_under_way_and_a_third_waits_for_its_turn() throws Exception {
        try (Held held = new Held()) {
            CompletableFuture<Void> first = held.log.next();
            CompletableFuture<Void> second = held.log.next();
            CompletableFuture<Boolean> third = held.process(2, held.lease(2, "me"));
            // On the connection on which it would have looked at its lease before.
            now(held.link.commands().ping());
            assertEquals(0, held.log.held.size());
            first.completeExceptionally(new IllegalStateException("on purpose"));
            held.log.next().complete(null);
            second.complete(null);
            assertThrows(CompletionException.class, () -> now(held.one));
            assertTrue(now(held.two));
            assertTrue(now(third));
        }
    }

    @Test
    void whoever_lost_its_partition_while_it_waited_publishes_nothing() throws Exception {
        try (Held held = new Held()) {
            CompletableFuture<Void> first = held.log.next();
            CompletableFuture<Void> second = held.log.next();
            Lease mine = held.lease(2, "me");
            CompletableFuture<Boolean> third = held.process(2, mine);
            assertTrue(now(mine.release()));
            held.lease(2, "another");
            first.complete(null);
            second.complete(null);
            assertFalse(now(third));
            assertEquals(0, held.log.held.size());
        }
    }

    private static void append(RedisSampleQueue queue, int count) {
        append(queue, PATIENT, count);
    }

    private static void append(RedisSampleQueue queue, String patient, int count) {
        for (int i = 0; i < count; i++) {
            Instant now = Instant.now();
            now(
                    queue.append(
                            SampleQueue.partitionOf(patient),
                            List.of(
                                    new Sample(
                                            "monitor",
                                            "m-1",
                                            patient,
                                            VitalType.HEART_RATE,
                                            List.of(60.0 + i),
                                            now,
                                            now,
                                            OptionalLong.of(i)))));
        }
    }

    private static String position(RedisSampleQueue queue) {
        return now(queue.confirmed(SampleQueue.LIVE, PARTITION));
    }

    private static String lastEntry(RedisSampleQueue queue) {
        return now(queue.read(PARTITION, "0", 1_000, Duration.ZERO)).getLast().id();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
