package dev.wardcast.vitals.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each test has a partition of the queue to itself, which is empty in Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryWriterTest {

    private final String patient = "p-" + UUID.randomUUID();
    private final Counter rows = new SimpleMeterRegistry().counter("rows");
    private HistoryNode node;
    private HistoryWriter writer;

    @BeforeAll
    void start() {
        node = new HistoryNode();
        writer = node.writer(rows);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    private boolean process(int partition, String after, Entry... entries) {
        Lease lease = new Lease(node.redis(), "nobody's", "test", Duration.ofSeconds(1));
        return writer.process(partition, after, List.of(entries), lease)
                .toCompletableFuture()
                .join();
    }

    @Test
    void a_late_reading_makes_the_week_that_it_belongs_to() throws Exception {
        assertFalse(node.weeks().contains(LocalDate.parse("2022-08-01")));
        Entry now = HistoryNode.entry(patient, Instant.now().toString(), 1);
        Entry late = late(now, "2022-08-03T10:00:00Z");
        assertTrue(process(1, "0", now, late));
        assertTrue(node.weeks().contains(LocalDate.parse("2022-08-01")));
        assertEquals(2, count(patient));
        assertEquals(late.id(), position(1));
    }

    @Test
    void a_batch_of_which_some_rows_are_there_adds_the_others_once() throws Exception {
        String again = "p-" + UUID.randomUUID();
        Entry first = HistoryNode.entry(again, "2022-09-05T00:00:01Z", 1);
        Entry second = HistoryNode.entry(again, "2022-09-05T00:00:02Z", 2);
        assertTrue(process(2, "0", first));
        // The queue begins anew with the same ids, as it would after a loss of Redis and its clock.
        node.query("update vitals.positions set entry_id = '0' where partition = 2 returning 1");
        assertTrue(process(2, "0", first, second));
        assertEquals(2, count(again));
        assertEquals(second.id(), position(2));
    }

    @Test
    void whoever_does_not_have_the_position_writes_nothing() throws Exception {
        String other = "p-" + UUID.randomUUID();
        Entry entry = HistoryNode.entry(other, "2022-09-06T00:00:01Z", 1);
        assertFalse(process(3, "17-0", entry));
        assertEquals(0, count(other));
        assertEquals("0", position(3));
    }

    @Test
    void copy_writes_what_insert_writes() throws Exception {
        String byCopy = "pätient-" + UUID.randomUUID();
        node.make("2022-10-03");
        Instant time = Instant.parse("2022-10-03T00:00:00.123456789Z");
        Sample sample =
                new Sample(
                        "cuff",
                        "tab\t\\N\n\"quoted\"",
                        byCopy,
                        VitalType.BLOOD_PRESSURE,
                        List.of(120.1, 79.99999999999999),
                        time,
                        time.plusNanos(999),
                        OptionalLong.empty());
        Entry entry = new Entry("1664755200123-41", sample);
        String row =
                """
                select concat_ws('|', partition, entry_ms, entry_no, data_type, device_type, device_id,
                    coalesce(sequence, -1), value1, value2, taken_at, received_at)
                from vitals.samples where patient_id = '%s'\
                """
                        .formatted(byCopy);
        node.store(new SampleCopy(), entry);
        List<String> copied = node.query(row);
        node.query(
                "delete from vitals.samples where patient_id = '%s' returning 1".formatted(byCopy));
        node.store(new SampleInsert(), entry);
        assertEquals(node.query(row), copied);
        assertTrue(
                copied.getFirst()
                        .contains("|-1|120.1|79.99999999999999|2022-10-03 00:00:00.123456+00|"),
                copied::toString);
    }

    private static Entry late(Entry entry, String takenAt) {
        Sample sample = entry.sample();
        return new Entry(
                entry.id().replaceAll("-.*", "-9"),
                new Sample(
                        sample.deviceType(),
                        sample.deviceId(),
                        sample.patientId(),
                        sample.type(),
                        sample.values(),
                        Instant.parse(takenAt),
                        sample.receivedAt(),
                        OptionalLong.of(2)));
    }

    private int count(String ofPatient) throws Exception {
        return node.query("select 1 from vitals.samples where patient_id = '" + ofPatient + "'")
                .size();
    }

    private String position(int partition) throws Exception {
        return node.query("select entry_id from vitals.positions where partition = " + partition)
                .getFirst();
    }
}
