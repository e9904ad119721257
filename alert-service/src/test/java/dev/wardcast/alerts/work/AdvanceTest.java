package dev.wardcast.alerts.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.alerts.rules.RowMemory;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored when, and what becomes of it when a node dies in between. */
class AdvanceTest {

    private final String patient = Ward.freshPatient();
    private Ward ward;
    private Claim claim;
    private Advance advance;
    private int entries;

    @BeforeEach
    void open() throws Exception {
        ward = new Ward();
        claim = ward.claimAll();
        advance = ward.advance(claim);
    }

    @AfterEach
    void close() throws Exception {
        ward.close();
    }

    private Entry entry(String of, VitalType type, Double... values) {
        return new Entry("7-" + ++entries, ward.sample(of, type, values));
    }

    private Entry heartRate(double value) {
        return entry(patient, VitalType.HEART_RATE, value);
    }

    private int remembered() throws Exception {
        PatientState state = ward.state(patient);
        return state == null
                ? 0
                : ((RowMemory) state.rules().get("heart_rate").memory()).window().readings().size();
    }

    @Test
    void what_raises_nothing_is_gathered() throws Exception {
        advance.take(List.of(heartRate(130)));
        advance.storeIfDue();
        assertEquals("7-1", advance.position());
        assertEquals("0", advance.stored());
        assertNull(ward.state(patient));
        advance.storeGathered();
        assertEquals("7-1", ward.position(claim));
        assertEquals(1, remembered());
    }

    @Test
    void an_alert_is_stored_at_once_with_what_led_to_it() throws Exception {
        String other = Ward.freshPatient();
        advance.take(List.of(heartRate(130), entry(other, VitalType.HEART_RATE, 80.0)));
        advance.take(List.of(heartRate(131)));
        assertNull(ward.state(patient));
        advance.take(List.of(heartRate(132)));
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
        assertEquals(3, remembered());
        assertEquals("0", ward.position(claim));
        assertNull(ward.state(other));
    }

    @Test
    void samples_that_a_state_knows_of_are_passed_over() throws Exception {
        String other = Ward.freshPatient();
        List<Entry> queue =
                List.of(
                        heartRate(130),
                        entry(other, VitalType.HEART_RATE, 130.0),
                        heartRate(131),
                        heartRate(132),
                        entry(other, VitalType.HEART_RATE, 131.0),
                        heartRate(133),
                        entry(other, VitalType.HEART_RATE, 132.0));
        advance.take(queue.subList(0, 5));
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));

        Advance next = ward.advance(claim);
        assertEquals("0", next.position());
        next.take(queue.subList(0, 3));
        next.take(queue.subList(3, 7));
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(other));
        next.storeGathered();
        assertEquals(List.of("CRITICAL ACTIVE 2"), ward.alerts(patient));
        assertEquals("7-7", ward.position(claim));
    }

    @Test
    void an_alert_that_goes_on_is_counted_on_together_with_the_rest() throws Exception {
        advance.take(List.of(heartRate(130), heartRate(131), heartRate(132)));
        advance.take(List.of(heartRate(133)));
        advance.take(List.of(heartRate(134)));
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
        advance.storeGathered();
        assertEquals(List.of("CRITICAL ACTIVE 3"), ward.alerts(patient));
    }

    @Test
    void what_a_node_that_died_had_not_stored_counts_once() throws Exception {
        List<Entry> queue = List.of(heartRate(130), heartRate(131), heartRate(132), heartRate(80));
        advance.take(queue.subList(0, 1));
        advance.storeGathered();
        advance.take(queue.subList(1, 2));

        Advance next = ward.advance(claim);
        assertEquals("7-1", next.position());
        next.take(queue.subList(1, 3));
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));

        assertThrows(PartitionStore.StaleException.class, advance::storeGathered);
        advance.begin(ward.place(claim));
        advance.take(queue.subList(1, 3));
        advance.storeGathered();
        assertEquals("7-3", ward.position(claim));
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
        assertEquals(3, remembered());
    }

    @Test
    void a_batch_whose_commit_went_unnoticed_is_not_counted_again() throws Exception {
        List<Entry> batch = List.of(heartRate(130), heartRate(131));
        Advance unaware = ward.advance(claim);
        unaware.take(batch);
        advance.take(batch);
        advance.storeGathered();
        assertThrows(PartitionStore.StaleException.class, unaware::storeGathered);
        assertEquals(2, remembered());
        assertEquals(List.of(), ward.alerts(patient));
    }

    @Test
    void an_alert_that_could_not_be_stored_is_not_passed_over_by_storing_the_rest()
            throws Exception {
        List<Entry> queue = List.of(heartRate(130), heartRate(131), heartRate(132));
        ward.db.execute(
                """
                create function refuse() returns trigger language plpgsql as
                $$ begin raise exception 'for the test' using errcode = '40001'; end $$;
                create trigger refuse before insert on alerts execute function refuse()
                """);
        assertThrows(SQLException.class, () -> advance.take(queue));
        // As a worker that is stopped at that moment does.
        advance.storeGathered();
        assertEquals("0", ward.position(claim));
        ward.db.execute("drop trigger refuse on alerts");
        advance.take(queue);
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
    }

    @Test
    void whoever_lost_the_partition_raises_nothing() throws Exception {
        ward.db.execute("update partitions set fence = fence + 1");
        List<Entry> batch = List.of(heartRate(130), heartRate(131), heartRate(132));
        assertThrows(Claim.LostException.class, () -> advance.take(batch));
        assertEquals(List.of(), ward.alerts(patient));
        assertNull(ward.state(patient));
    }

    @Test
    void of_what_was_gathered_only_the_sample_that_is_to_blame_is_set_aside() throws Exception {
        String poison = Ward.freshPatient();
        ward.db.execute(
                "alter table patient_states add constraint test check (patient_id <> '"
                        + poison
                        + "')");
        List<Entry> queue = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            queue.add(entry(Ward.freshPatient(), VitalType.HEART_RATE, 80.0));
            queue.add(i == 23 ? entry(poison, VitalType.SPO2, 99.0) : heartRate(70.0 + i % 20));
        }
        drain(queue);
        assertEquals(List.of(poison), ward.db.rows("select patient_id from set_aside"));
        assertEquals(
                List.of("40"),
                ward.db.rows(
                        "select count(*) from patient_states where state is not null"
                                + " and patient_id <> '"
                                + patient
                                + "'"));
        assertEquals("7-80", ward.position(claim));
    }

    @Test
    void what_is_remembered_is_what_is_stored() throws Exception {
        List<Entry> queue = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            queue.add(heartRate(i % 3 == 0 ? 150 : 80));
            queue.add(entry(patient, VitalType.SPO2, 80.0 + i));
        }
        for (Entry one : queue) {
            advance.take(List.of(one));
            advance.storeGathered();
        }
        String twin = Ward.freshPatient();
        Advance forgetful = ward.advance(claim);
        for (Entry one : queue) {
            Double value = one.sample().values().getFirst();
            forgetful.take(List.of(entry(twin, one.sample().type(), value)));
            forgetful.storeGathered();
            forgetful.begin(ward.place(claim));
        }
        assertEquals(ward.alerts(patient), ward.alerts(twin));
        assertEquals(ward.state(patient).rules().keySet(), ward.state(twin).rules().keySet());
    }

    /** As a worker does: from the position, and no more than is asked for. */
    private void drain(List<Entry> queue) throws Exception {
        String last = queue.getLast().id();
        while (!advance.stored().equals(last)) {
            int done = Integer.parseInt(advance.position().replace("7-", ""));
            int next = Math.min(queue.size(), done + Math.min(7, advance.next()));
            if (done < next) {
                advance.take(queue.subList(done, next));
            } else {
                advance.storeGathered();
            }
        }
    }
}
