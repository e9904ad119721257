package dev.wardcast.eventlog.vitals;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.embedded.EmbeddedRedisCluster;
import dev.wardcast.embedded.EmbeddedRedisSentinels;
import dev.wardcast.eventlog.RedisLink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Samples that count as appended only when a replica has them. */
class CopiesTest {

    private static final Copies ONE = new Copies(1, Duration.ofSeconds(2));

    private final String patient = "patient-" + UUID.randomUUID();
    private final int partition = SampleQueue.partitionOf(patient);

    @Test
    void without_a_replica_that_has_it_nothing_counts_as_appended_and_a_repeat_is_no_second_one()
            throws Exception {
        try (EmbeddedRedisSentinels servers = EmbeddedRedisSentinels.start(1);
                RedisLink link = RedisLink.connect(servers.uri())) {
            EmbeddedRedis master = servers.master().orElseThrow();
            EmbeddedRedis replica =
                    servers.servers().stream().filter(s -> s != master).findFirst().orElseThrow();
            SampleQueue queue = new RedisSampleQueue(link, QueueLimits.standard(), ONE);
            assertTrue(append(queue, 1).isPresent());
            replica.pause();
            try {
                var refusal = assertThrows(ExecutionException.class, () -> append(queue, 2));
                assertInstanceOf(TooFewCopiesException.class, refusal.getCause());
                SampleQueue careless = new RedisSampleQueue(link, QueueLimits.standard());
                assertTrue(append(careless, 3).isPresent(), "the master alone has it");
            } finally {
                replica.resume();
            }
            await().until(() -> appended(queue, 2));
            assertEquals(3, count(queue));
        }
    }

    @Test
    void behind_sentinels_what_counts_as_appended_survives_its_master() throws Exception {
        try (EmbeddedRedisSentinels servers = EmbeddedRedisSentinels.start(1)) {
            survives(servers.uri(), servers::master);
        }
    }

    @Test
    void in_a_cluster_what_counts_as_appended_survives_its_master() throws Exception {
        try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(3, 1)) {
            survives(cluster.uri(), () -> cluster.masterOf("wc:{q" + partition + "}:samples"));
        }
    }

    private void survives(String uri, Supplier<Optional<EmbeddedRedis>> master) throws Exception {
        EmbeddedRedis first = master.get().orElseThrow();
        try (RedisLink link = RedisLink.connect(uri)) {
            SampleQueue queue = new RedisSampleQueue(link, QueueLimits.standard(), ONE);
            for (int i = 0; i < 100; i++) {
                assertTrue(append(queue, i).isPresent());
            }
            first.kill();
            await().until(() -> master.get().filter(now -> now.port() != first.port()).isPresent());
            await().until(() -> count(queue) == 100);
            // Of those that are left none has a replica: asked for no copies, it goes on.
            SampleQueue careless = new RedisSampleQueue(link, QueueLimits.standard());
            await().until(() -> appended(careless, 100));
            assertEquals(101, count(queue));
        }
    }

    private Optional<String> append(SampleQueue queue, long sequence)
            throws InterruptedException, ExecutionException, TimeoutException {
        Sample sample = Samples.heartRate(patient, 72, sequence);
        return queue.appendAndTell(partition, List.of(sample))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .getFirst();
    }

    private boolean appended(SampleQueue queue, long sequence) throws InterruptedException {
        try {
            append(queue, sequence);
            return true;
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        }
    }

    private int count(SampleQueue queue) throws InterruptedException {
        try {
            return queue.read(partition, "0", 1_000, Duration.ZERO)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .size();
        } catch (ExecutionException | TimeoutException away) {
            return -1;
        }
    }
}
