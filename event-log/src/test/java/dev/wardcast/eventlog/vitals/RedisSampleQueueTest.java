package dev.wardcast.eventlog.vitals;

import static dev.wardcast.eventlog.vitals.Samples.heartRate;
import static dev.wardcast.eventlog.vitals.Samples.patientOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis of its own, because the length of a partition matters here. */
class RedisSampleQueueTest {

    private static final int PARTITION = 3;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static EmbeddedRedis server;
    private static RedisLink link;

    private final RedisSampleQueue queue = new RedisSampleQueue(link, QueueLimits.standard());
    private final String patient = patientOf(PARTITION);

    @BeforeAll
    static void connect() {
        server = EmbeddedRedis.builder().start();
        link = RedisLink.connect(server.url());
    }

    @AfterAll
    static void disconnect() {
        link.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        now(link.commands().flushall());
    }

    @Test
    void samples_are_read_in_the_order_in_which_they_were_appended() {
        append(heartRate(patient, 70), heartRate(patient, 71));
        append(heartRate(patient, 72));

        List<Entry> first = now(queue.read(PARTITION, "0", 2, Duration.ZERO));
        List<Entry> rest = now(queue.read(PARTITION, first.getLast().id(), 2, Duration.ZERO));

        assertEquals(List.of(70.0, 71.0), rates(first));
        assertEquals(List.of(72.0), rates(rest));
        assertTrue(SampleQueue.compareIds(first.getLast().id(), rest.getFirst().id()) < 0);
    }

    @Test
    void what_is_appended_together_is_stored_together_and_read_from_wherever_one_has_got_to() {
        List<Double> rates = IntStream.range(0, 150).mapToObj(n -> 60.0 + n % 40).toList();
        append(rates.stream().map(rate -> heartRate(patient, rate)).toArray(Sample[]::new));
        append(heartRate(patient, 200));

        assertEquals(4, length());
        List<Entry> all = everything();
        assertEquals(Stream.concat(rates.stream(), Stream.of(200.0)).toList(), rates(all));
        for (int done = 0; done < all.size(); done++) {
            String after = all.get(done).id();
            List<Entry> some = now(queue.read(PARTITION, after, 7, Duration.ZERO));
            assertEquals(all.subList(done + 1, Math.min(all.size(), done + 8)), some);
            assertTrue(done == 0 || SampleQueue.compareIds(all.get(done - 1).id(), after) < 0);
        }
    }

    @Test
    void a_reader_gets_as_many_as_it_asks_for_and_misses_none_however_many_lie_together() {
        List<Integer> sizes = List.of(1, 100, 1, 1, 30, 64, 65, 2);
        for (int size : sizes) {
            append(
                    IntStream.range(0, size)
                            .mapToObj(n -> heartRate(patient, 70))
                            .toArray(Sample[]::new));
        }
        List<Entry> all = everything();
        assertEquals(sizes.stream().mapToInt(n -> n).sum(), all.size());
        try (SampleQueue.Reader reader = queue.openReader()) {
            List<Entry> read = new ArrayList<>();
            String after = "0";
            while (read.size() < all.size()) {
                List<Entry> some = now(reader.read(PARTITION, after, 50, SECOND));
                assertTrue(!some.isEmpty() && some.size() <= 50, "size: " + some.size());
                read.addAll(some);
                after = some.getLast().id();
            }
            assertEquals(all, read);
        }
    }

    @Test
    void samples_count_and_not_entries_where_a_partition_is_full() {
        RedisSampleQueue small = withLimits(SECOND.multipliedBy(60), 0, 20);
        now(
                small.append(
                        PARTITION,
                        IntStream.range(0, 20).mapToObj(n -> heartRate(patient, 70)).toList()));
        assertEquals(1, length());
        assertThrows(CompletionException.class, () -> join(small, heartRate(patient, 72, 1)));
    }

    @Test
    void about_as_many_samples_stay_as_shall_be_kept_however_many_lie_together() {
        RedisSampleQueue keepsSome = withLimits(Duration.ofDays(36500), 500, 100_000);
        for (int i = 0; i < 50; i++) {
            append(
                    IntStream.range(0, 40)
                            .mapToObj(n -> heartRate(patient, 70))
                            .toArray(Sample[]::new));
        }
        String last = everything().getLast().id();
        for (String reader : QueueLimits.standard().readers()) {
            now(keepsSome.confirm(reader, PARTITION, last));
        }
        int left = everything().size();
        assertTrue(left >= 480 && left <= 700, "left: " + left);
    }

    @Test
    void what_somebody_else_has_appended_meanwhile_holds_nobody_up() {
        append(heartRate(patient, 70, 1));
        long future = System.currentTimeMillis() + 60_000;
        now(
                link.commands()
                        .xadd(
                                bytes("wc:{q3}:samples"),
                                new XAddArgs().id(future + "-7"),
                                bytes("s"),
                                SampleCodec.encode(List.of(heartRate(patient, 71)))));
        Sample next = heartRate(patient, 72, 2);
        List<Optional<String>> told = now(queue.appendAndTell(PARTITION, List.of(next)));
        assertEquals(List.of(70.0, 71.0, 72.0), rates(everything()));
        assertEquals(List.of(Optional.of(everything().getLast().id())), told);
    }

    @Test
    void a_clock_that_goes_back_loses_no_order() {
        long future = System.currentTimeMillis() + 60_000;
        now(
                link.commands()
                        .xadd(
                                bytes("wc:{q3}:samples"),
                                new XAddArgs().id(future + "-7"),
                                bytes("s"),
                                SampleCodec.encode(List.of(heartRate(patient, 70)))));
        append(heartRate(patient, 71), heartRate(patient, 72));
        append(heartRate(patient, 73));
        assertEquals(List.of(70.0, 71.0, 72.0, 73.0), rates(everything()));
        assertEquals(future + "-10", everything().getLast().id());
    }

    @Test
    void a_sequence_counts_once_also_within_one_batch() {
        assertEquals(
                List.of(true, false, true),
                append(
                        heartRate(patient, 70, 5),
                        heartRate(patient, 70, 5),
                        heartRate(patient, 71, 6)));
        assertEquals(
                List.of(false, true, false),
                append(
                        heartRate(patient, 71, 6),
                        heartRate(patient, 72, 7),
                        heartRate(patient, 70, 5)));
        assertEquals(List.of(70.0, 71.0, 72.0), rates(everything()));
    }

    @Test
    void who_appends_is_told_the_entries_under_which_readers_find_the_samples() {
        List<Optional<String>> told =
                now(
                        queue.appendAndTell(
                                PARTITION,
                                List.of(
                                        heartRate(patient, 70, 5),
                                        heartRate(patient, 70, 5),
                                        heartRate(patient, 71, 6))));
        List<Entry> entries = everything();
        assertEquals(
                List.of(
                        Optional.of(entries.getFirst().id()),
                        Optional.empty(),
                        Optional.of(entries.getLast().id())),
                told);
    }

    @Test
    void every_sequence_has_a_bit_of_its_own() {
        List<Long> sequences =
                List.of(0L, 1L, 255L, 256L, 257L, 511L, 512L, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        Sample[] samples =
                sequences.stream().map(n -> heartRate(patient, 70, n)).toArray(Sample[]::new);
        assertEquals(sequences.stream().map(n -> true).toList(), append(samples));
        assertEquals(sequences.stream().map(n -> false).toList(), append(samples));
    }

    @Test
    void of_runs_that_overlap_every_sequence_counts_once() {
        Random random = new Random(7);
        Set<Long> known = new HashSet<>();
        for (int batch = 0; batch < 200; batch++) {
            List<Long> sequences = new ArrayList<>();
            while (sequences.size() < 120) {
                long from = 1_000 + random.nextInt(900);
                LongStream.range(from, from + 1 + random.nextInt(70)).forEach(sequences::add);
            }
            List<Boolean> expected = sequences.stream().map(known::add).toList();
            Sample[] samples =
                    sequences.stream().map(n -> heartRate(patient, 70, n)).toArray(Sample[]::new);
            assertEquals(expected, append(samples), "batch " + batch);
        }
        assertEquals(known.size(), everything().size());
    }

    @Test
    void an_array_of_successive_numbers_costs_a_few_commands_and_not_one_for_each() {
        Sample[] samples =
                LongStream.range(0, 64)
                        .mapToObj(n -> heartRate(patient, 70, n))
                        .toArray(Sample[]::new);
        long before = writes("bitfield") + writes("setbit");
        append(samples);
        assertEquals(2, writes("bitfield") + writes("setbit") - before);
    }

    private long writes(String command) {
        Matcher calls =
                Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                        .matcher(now(link.commands().info("commandstats")));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    @Test
    void the_same_sequence_of_another_patient_is_another_sample() {
        String neighbour = patientOf(PARTITION);
        assertEquals(
                List.of(true, true),
                append(heartRate(patient, 70, 5), heartRate(neighbour, 80, 5)));
    }

    @Test
    void samples_without_a_sequence_all_count() {
        assertEquals(List.of(true, true), append(heartRate(patient, 70), heartRate(patient, 70)));
    }

    @Test
    void sequence_numbers_are_forgotten_after_the_window() {
        append(heartRate(patient, 70, 5));
        List<byte[]> keys = now(link.commands().keys("wc:{q3}:seen:*".getBytes(UTF_8)));
        assertEquals(1, keys.size());
        long left = now(link.commands().pttl(keys.getFirst()));
        assertTrue(left > 0 && left <= Duration.ofHours(24).toMillis(), "left: " + left);
    }

    @Test
    void a_server_that_forgot_the_script_gets_it_again() {
        append(heartRate(patient, 70));
        now(link.commands().scriptFlush());
        assertEquals(List.of(true), append(heartRate(patient, 71)));
    }

    @Test
    void a_waiting_reader_gets_what_comes() throws Exception {
        try (SampleQueue.Reader reader = queue.openReader()) {
            CompletionStage<List<Entry>> waiting =
                    reader.read(PARTITION, "0", 10, Duration.ofSeconds(30));
            append(heartRate(patient, 70));
            assertEquals(List.of(70.0), rates(now(waiting)));
        }
    }

    @Test
    void waiting_for_longer_than_a_command_may_take_ends_empty_instead_of_failing() {
        try (SampleQueue.Reader reader = queue.openReader()) {
            assertEquals(List.of(), now(reader.read(PARTITION, "0", 10, Duration.ofMinutes(1))));
        }
    }

    @Test
    void the_shared_connection_is_never_blocked() {
        assertThrows(IllegalArgumentException.class, () -> queue.read(PARTITION, "0", 1, SECOND));
    }

    @Test
    void entries_that_cannot_be_read_do_not_hold_up_the_others() {
        for (int i = 0; i < 5; i++) {
            now(link.commands().xadd(bytes("wc:{q3}:samples"), bytes("s"), bytes("{\"t\":1}")));
        }
        append(heartRate(patient, 70));
        assertEquals(List.of(70.0), rates(now(queue.read(PARTITION, "0", 2, Duration.ZERO))));
    }

    @Test
    void a_full_partition_refuses_and_changes_nothing() {
        RedisSampleQueue small = withLimits(SECOND.multipliedBy(60), 0, 2);
        now(small.append(PARTITION, List.of(heartRate(patient, 70), heartRate(patient, 71))));
        CompletionException refusal =
                assertThrows(
                        CompletionException.class,
                        () ->
                                small.append(PARTITION, List.of(heartRate(patient, 72, 1)))
                                        .toCompletableFuture()
                                        .join());
        assertInstanceOf(QueueFullException.class, refusal.getCause());
        assertEquals(List.of(true), append(heartRate(patient, 72, 1)));
    }

    @Test
    void what_is_older_than_the_retention_makes_room() {
        fill(1, 100);
        join(withLimits(Duration.ofHours(1), 0, 100), heartRate(patient, 70));
        assertEquals(1, length());
    }

    @Test
    void what_every_reader_confirmed_goes_when_the_partition_is_long() {
        fill(1, 500);
        RedisSampleQueue keepsTen = withLimits(Duration.ofDays(36500), 10, 100_000);
        String last = everything().getLast().id();
        now(keepsTen.confirm(SampleQueue.LIVE, PARTITION, last));
        now(keepsTen.confirm(SampleQueue.HISTORY, PARTITION, last));
        assertEquals(500, length());

        now(keepsTen.confirm(SampleQueue.RULES, PARTITION, "250-1"));
        assertTrue(length() <= 400 && length() >= 250, "length: " + length());
        assertEquals("250-1", now(keepsTen.confirmed(SampleQueue.RULES, PARTITION)));

        now(keepsTen.confirm(SampleQueue.RULES, PARTITION, last));
        assertTrue(length() <= 200 && length() >= 10, "length: " + length());
    }

    @Test
    void a_server_out_of_memory_refuses_samples_but_takes_confirmations_that_free_some() {
        fill(1, 500);
        RedisSampleQueue keepsNone = withLimits(Duration.ofDays(36500), 0, 100_000);
        now(keepsNone.confirm(SampleQueue.LIVE, PARTITION, "500-1"));
        now(keepsNone.confirm(SampleQueue.HISTORY, PARTITION, "500-1"));
        now(link.commands().configSet("maxmemory", "1"));
        try {
            assertThrows(CompletionException.class, () -> join(queue, heartRate(patient, 70, 1)));
            assertEquals(500, length());
            now(keepsNone.confirm(SampleQueue.RULES, PARTITION, "500-1"));
            assertTrue(length() < 500, "length: " + length());
        } finally {
            now(link.commands().configSet("maxmemory", "0"));
        }
        assertEquals(List.of(true), append(heartRate(patient, 70, 1)));
    }

    @Test
    void who_lost_the_lease_confirms_nothing() {
        Lease ours = queue.lease(SampleQueue.LIVE, PARTITION, "node-a", SECOND);
        Lease theirs = queue.lease(SampleQueue.LIVE, PARTITION, "node-b", SECOND);
        assertTrue(now(ours.hold()));
        assertTrue(now(queue.confirmUnder(ours, SampleQueue.LIVE, PARTITION, "5-0")));
        now(ours.release());
        assertTrue(now(theirs.hold()));

        assertEquals(false, now(ours.hold()));
        assertEquals(false, now(queue.confirmUnder(ours, SampleQueue.LIVE, PARTITION, "9-0")));
        assertEquals("5-0", now(queue.confirmed(SampleQueue.LIVE, PARTITION)));
    }

    private List<Boolean> append(Sample... samples) {
        return now(queue.append(PARTITION, List.of(samples)));
    }

    private List<Entry> everything() {
        return now(queue.read(PARTITION, "0", 10_000, Duration.ZERO));
    }

    private void fill(int from, int count) {
        List<CompletionStage<String>> added = new ArrayList<>();
        IntStream.range(from, from + count)
                .forEach(n ->
                        added.add(
                                link.commands()
                                        .xadd(
                                                bytes("wc:{q3}:samples"),
                                                new XAddArgs().id(n + "-1"),
                                                bytes("s"),
                                                SampleCodec.encode(
                                                        List.of(heartRate(patient, 70))))));
        added.forEach(RedisSampleQueueTest::now);
    }

    private static long length() {
        return now(link.commands().xlen(bytes("wc:{q3}:samples")));
    }

    private static void join(RedisSampleQueue queue, Sample sample) {
        queue.append(PARTITION, List.of(sample)).toCompletableFuture().join();
    }

    private static RedisSampleQueue withLimits(Duration retention, long keep, long max) {
        QueueLimits standard = QueueLimits.standard();
        return new RedisSampleQueue(
                link,
                new QueueLimits(retention, standard.dedupeWindow(), keep, max, standard.readers()));
    }

    private static List<Double> rates(List<Entry> entries) {
        return entries.stream().map(entry -> entry.sample().values().getFirst()).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
