package dev.wardcast.vitals.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.ReadingLog;
import dev.wardcast.eventlog.vitals.RedisReadingLog;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a reading costs Redis while nobody watches, counted and not timed. */
class PublishCostTest {

    private static final int SAMPLES = 2_048;
    private static final int BATCH = 256;
    private static final Pattern CALLS = Pattern.compile("cmdstat_([a-z|]+):calls=(\\d+)");

    private record Cost(double commands, double bytes, long announced) {}

    @Test
    void readings_that_travel_together_cost_a_fraction_and_an_empty_room_hears_nothing() {
        Cost alone =
                cost((log, entries) ->
                        CompletableFuture.allOf(
                                entries.stream()
                                        .map(entry -> publish(log, List.of(entry)))
                                        .toArray(CompletableFuture<?>[]::new)));
        Cost together = cost(PublishCostTest::publish);
        System.out.println("each alone: " + alone + ", together: " + together);
        assertTrue(together.commands() < 0.2 * alone.commands(), together + " after " + alone);
        assertTrue(together.bytes() < 0.2 * alone.bytes(), together + " after " + alone);
        assertEquals(0, together.announced());
    }

    private static CompletableFuture<Void> publish(ReadingLog log, List<Entry> entries) {
        return log.prepare(0, entries).publish().toCompletableFuture();
    }

    private static Cost cost(BiFunction<ReadingLog, List<Entry>, CompletableFuture<Void>> way) {
        try (EmbeddedRedis server = EmbeddedRedis.builder().start();
                RedisLink link = RedisLink.connect(server.url())) {
            ReadingLog log = new RedisReadingLog(link, LogOptions.DEFAULTS);
            // Redis learns the script first.
            join(way.apply(log, entries(0, 1)));
            join(link.commands().configResetstat().toCompletableFuture());
            for (int from = 0; from < SAMPLES; from += BATCH) {
                join(way.apply(log, entries(from, from + BATCH)));
            }
            String info = join(link.commands().info().toCompletableFuture());
            String stats = join(link.commands().info("commandstats").toCompletableFuture());
            long bytes = number(info, "total_net_input_bytes:(\\d+)");
            long calls = 0;
            long announced = 0;
            Matcher each = CALLS.matcher(stats);
            while (each.find()) {
                calls += Long.parseLong(each.group(2));
                announced += each.group(1).equals("spublish") ? Long.parseLong(each.group(2)) : 0;
            }
            return new Cost(calls / (double) SAMPLES, bytes / (double) SAMPLES, announced);
        }
    }

    /** A batch of 20 monitors that post a reading each, again and again. */
    private static List<Entry> entries(int from, int to) {
        Instant now = Instant.now();
        return IntStream.range(from, to)
                .mapToObj(i ->
                        new Entry(
                                "1767051000000-" + i,
                                new Sample(
                                        "monitor",
                                        "monitor-" + i % 20,
                                        "patient-" + i % 20,
                                        VitalType.HEART_RATE,
                                        List.of(60.0 + i % 40),
                                        now,
                                        now,
                                        OptionalLong.of(i))))
                .toList();
    }

    private static long number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern);
        return Long.parseLong(found.group(1));
    }

    private static <T> T join(CompletableFuture<T> stage) {
        return stage.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
