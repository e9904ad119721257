package dev.wardcast.vitals.follow;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.QueueLimits;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowersTest {

    private static final Duration LEASE = Duration.ofMillis(2500);

    private final EmbeddedRedis server = EmbeddedRedis.builder().start();
    private final RedisLink link = RedisLink.connect(server.url());
    private final RedisSampleQueue queue = new RedisSampleQueue(link, QueueLimits.standard());
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private int appended;

    /** One entry that a node has worked on. */
    record Seen(String node, int partition, long sequence) {}

    @BeforeEach
    void start() {
        toClose.push(server);
        toClose.push(link);
    }

    @AfterEach
    void stop() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    @Test
    void one_node_follows_everything_and_each_partition_in_order() {
        appendToEveryPartition(50);
        Node node = new Node("a");
        appendToEveryPartition(50);
        awaitAllSeen();
        assertEquals(SampleQueue.PARTITIONS, node.followers.held());
        assertSeenInOrder();
    }

    @Test
    void two_nodes_share_evenly_and_a_third_gets_its_part() {
        Node first = new Node("a");
        await().until(() -> first.followers.held() == SampleQueue.PARTITIONS);
        Node second = new Node("b");
        await().until(() -> first.followers.held() == 4 && second.followers.held() == 4);
        appendToEveryPartition(20);
        awaitAllSeen();
        assertTrue(seen.stream().anyMatch(s -> s.node.equals("a")));
        assertTrue(seen.stream().anyMatch(s -> s.node.equals("b")));

        Node third = new Node("c");
        await().until(() ->
                third.followers.held() >= 2
                        && first.followers.held() <= 3
                        && second.followers.held() <= 3);
    }

    @Test
    void the_partitions_of_a_node_that_dies_are_taken_over_within_five_seconds() {
        Node survivor = new Node("a");
        Node victim = new Node("b");
        await().until(() -> survivor.followers.held() == 4 && victim.followers.held() == 4);
        appendToEveryPartition(20);
        awaitAllSeen();

        victim.die();
        appendToEveryPartition(20);

        await().atMost(TOLD).untilAsserted(this::assertAllSeen);
        await().until(() -> survivor.followers.held() == SampleQueue.PARTITIONS);
    }

    @Test
    void a_node_that_leaves_hands_its_partitions_over() throws Exception {
        Node staying = new Node("a");
        Node leaving = new Node("b");
        await().until(() -> staying.followers.held() == 4 && leaving.followers.held() == 4);
        leaving.followers.close();
        await().atMost(TOLD).until(() -> staying.followers.held() == SampleQueue.PARTITIONS);
    }

    @Test
    void a_batch_that_failed_comes_again_from_where_it_began() {
        failures.set(5);
        appendToEveryPartition(20);
        new Node("a");
        awaitAllSeen();
        assertSeenInOrder();
        assertTrue(failures.get() <= 0);
    }

    @Test
    void after_redis_was_away_the_work_goes_on() {
        new Node("a");
        appendToEveryPartition(5);
        awaitAllSeen();
        server.kill();
        server.start();
        await().ignoreExceptions().until(() -> now(link.commands().ping()).equals("PONG"));
        appendToEveryPartition(5);
        awaitAllSeen();
    }

    /** A node with a connection of its own, which can be cut. */
    private final class Node {
        final RedisLink own = RedisLink.connect(server.url());
        final Followers followers;

        Node(String name) {
            RedisSampleQueue ownQueue = new RedisSampleQueue(own, QueueLimits.standard());
            followers =
                    Followers.start(
                            own, ownQueue, new Work(name, ownQueue), Pace.prompt(LEASE, 16));
            toClose.push(own);
            toClose.push(followers);
        }

        /** As if it was killed: it says goodbye to nobody. */
        void die() {
            own.close();
        }
    }

    private final class Work implements PartitionWork {
        private final String node;
        private final RedisSampleQueue queue;

        Work(String node, RedisSampleQueue queue) {
            this.node = node;
            this.queue = queue;
        }

        @Override
        public String reader() {
            return SampleQueue.LIVE;
        }

        @Override
        public CompletionStage<String> position(int partition) {
            return queue.confirmed(SampleQueue.LIVE, partition);
        }

        @Override
        public CompletionStage<Boolean> process(
                int partition, String after, List<Entry> entries, Lease lease) {
            if (failures.getAndDecrement() > 0) {
                return CompletableFuture.failedStage(new IllegalStateException("on purpose"));
            }
            for (Entry entry : entries) {
                seen.add(new Seen(node, partition, entry.sample().sequence().orElseThrow()));
            }
            return queue.confirmUnder(lease, SampleQueue.LIVE, partition, entries.getLast().id());
        }
    }

    private void appendToEveryPartition(int count) {
        for (int partition = 0; partition < SampleQueue.PARTITIONS; partition++) {
            for (int i = 0; i < count; i++) {
                now(queue.append(partition, List.of(sample(partition, appended + i))));
            }
        }
        appended += count;
    }

    private static Sample sample(int partition, long sequence) {
        int suffix = 0;
        while (SampleQueue.partitionOf("patient-" + suffix) != partition) {
            suffix++;
        }
        Instant now = Instant.now();
        return new Sample(
                "monitor",
                "m-1",
                "patient-" + suffix,
                VitalType.HEART_RATE,
                List.of(72.0),
                now,
                now,
                OptionalLong.of(sequence));
    }

    private void awaitAllSeen() {
        await().untilAsserted(this::assertAllSeen);
    }

    private void assertAllSeen() {
        long different = seen.stream().map(s -> s.partition + ":" + s.sequence).distinct().count();
        assertEquals((long) appended * SampleQueue.PARTITIONS, different);
    }

    private void assertSeenInOrder() {
        for (int partition = 0; partition < SampleQueue.PARTITIONS; partition++) {
            int wanted = partition;
            List<Long> order =
                    seen.stream().filter(s -> s.partition == wanted).map(Seen::sequence).toList();
            assertEquals(order.stream().sorted().toList(), order);
        }
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
