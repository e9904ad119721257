package dev.wardcast.eventlog.waveform;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.waveform.WaveformLog.Sent;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaveformHubTest {

    private static final Duration CHECK = Duration.ofSeconds(1);

    private final String patient = "p-" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private RedisLink link(String url) {
        RedisLink link = RedisLink.connect(url);
        open.add(link);
        return link;
    }

    private WaveformLog log() {
        return new WaveformLog(link(TestServers.redisUrl()), 1);
    }

    private WaveformHub hub(WaveformLog log) {
        WaveformHub hub = new WaveformHub(log, frame -> frame, CHECK);
        open.add(hub);
        hub.start();
        return hub;
    }

    private List<Boolean> send(WaveformLog log, String owner, long... sequences) {
        List<Sent> frames =
                LongStream.of(sequences).mapToObj(n -> new Sent(7, n, Frames.bytes(7, n))).toList();
        return log.append(patient, "monitor:m-1:main", owner, frames).toCompletableFuture().join();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void a_frame_arrives_as_it_was_sent_at_every_node_that_watches() {
        WaveformLog log = log();
        RecordingViewer here = new RecordingViewer();
        RecordingViewer there = new RecordingViewer();
        hub(log).watch(patient, here);
        hub(log()).watch(patient, there);
        await().until(() -> here.begun + there.begun == 2);
        send(log, "a", 0, 1, 2);
        for (RecordingViewer viewer : List.of(here, there)) {
            await().until(() -> viewer.got.size() == 3);
            assertEquals(numbers(0, 2), viewer.got);
            assertArrayEquals(Frames.bytes(7, 1), viewer.bytes.get(1));
        }
    }

    @Test
    void whoever_comes_late_gets_the_last_seconds_first() {
        WaveformLog log = log();
        WaveformHub hub = hub(log);
        send(log, "a", 0, 1, 2);
        RecordingViewer late = new RecordingViewer();
        hub.watch(patient, late);
        await().until(() -> late.got.equals(numbers(0, 2)));
        RecordingViewer later = new RecordingViewer();
        hub.watch(patient, later);
        assertEquals(numbers(0, 2), later.got, "from memory, at once");
        send(log, "a", 3);
        await().until(() -> later.got.equals(numbers(0, 3)));
        assertEquals(1, late.begun);
    }

    @Test
    void whoever_comes_at_any_moment_gets_no_frame_twice_and_misses_none() throws Exception {
        WaveformLog log = log();
        WaveformHub hub = hub(log);
        try (ExecutorService device = Executors.newSingleThreadExecutor()) {
            Future<?> sending =
                    device.submit(() -> LongStream.range(0, 3_000).forEach(n -> send(log, "a", n)));
            int joined = 0;
            while (!sending.isDone()) {
                RecordingViewer viewer = new RecordingViewer();
                // Alone on the node, so that each begins to listen anew.
                try (var watching = hub.watch(patient, viewer)) {
                    await().pollInterval(Duration.ofMillis(1))
                            .until(() -> viewer.got.size() > 50 || sending.isDone());
                }
                List<Long> got = List.copyOf(viewer.got);
                if (!got.isEmpty()) {
                    assertEquals(numbers(got.getFirst(), got.getLast()), got);
                    joined++;
                }
            }
            sending.get();
            assertTrue(joined > 5, "only " + joined + " joined");
        }
    }

    @Test
    void of_whom_nobody_watches_nothing_is_heard_and_soon_nothing_is_kept() {
        WaveformLog log = log();
        WaveformHub hub = hub(log);
        RecordingViewer viewer = new RecordingViewer();
        var watching = hub.watch(patient, viewer);
        await().until(() -> viewer.begun == 1);
        var commands = log.redis().commands();
        byte[] channel = Keys.bytes(log.keys().channel(patient));
        var listening = commands.pubsubShardNumsub(channel).toCompletableFuture().join();
        assertEquals(List.of(1L), List.copyOf(listening.values()));
        watching.close();
        await().until(() ->
                commands.pubsubShardNumsub(channel).toCompletableFuture().join().values().stream()
                        .allMatch(count -> count == 0));
        send(log, "a", 0);
        long left =
                commands.pttl(Keys.bytes(log.keys().frames(patient))).toCompletableFuture().join();
        assertTrue(left > 0 && left <= WaveformLog.KEEP.toMillis(), "for " + left + " ms");
        assertEquals(0, viewer.got.size());
        assertEquals(0, hub.patients());
    }

    @Test
    void a_frame_that_is_sent_again_is_passed_on_once() {
        WaveformLog log = log();
        assertEquals(List.of(true, true), send(log, "a", 0, 1));
        assertEquals(List.of(false, true), send(log, "a", 1, 2));
    }

    @Test
    void whose_place_was_taken_sends_no_more() {
        WaveformLog log = log();
        send(log, "a", 0);
        log.takeOver(patient, "monitor:m-1:main", "b").toCompletableFuture().join();
        CompletionException refused =
                assertThrows(CompletionException.class, () -> send(log, "a", 1));
        assertInstanceOf(WaveformLog.TakenException.class, refused.getCause());
        assertEquals(List.of(true), send(log, "b", 1));
    }

    @Test
    void a_restarted_redis_is_a_hole_and_then_it_goes_on_by_itself() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start()) {
            WaveformLog log = new WaveformLog(link(redis.url()), 1);
            RecordingViewer viewer = new RecordingViewer();
            hub(log).watch(patient, viewer);
            await().until(() -> viewer.begun == 1);
            send(log, "a", 0, 1);
            await().until(() -> viewer.got.size() == 2);
            redis.kill();
            assertThrows(CompletionException.class, () -> send(log, "a", 2, 3));
            redis.start();
            await().ignoreExceptions().until(() -> send(log, "a", 4, 5).size() == 2);
            await().until(() -> viewer.got.equals(List.of(0L, 1L, 4L, 5L)));
            assertEquals(1, viewer.begun);
        }
    }
}
