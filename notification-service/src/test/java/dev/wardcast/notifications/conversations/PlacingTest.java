package dev.wardcast.notifications.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.audit.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacingTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final Set<String> BOTH = Set.of("anna", "ben");

    private static Locked conversation(String id, String patient, long last) {
        return new Locked(id, patient, last, NOW, BOTH);
    }

    private static Placing placing(Map<String, Set<String>> withoutSight) {
        return new Placing(
                Map.of(
                        "talk", conversation("talk", null, 7),
                        "case", conversation("case", "patient-1", 0)),
                Map.of(),
                withoutSight);
    }

    private static Draft draft(String conversation, String sender, String key) {
        return new Draft(conversation, sender, key, "text of " + key, Actor.service("test"));
    }

    private static Message stored(Posted posted) {
        return assertInstanceOf(Posted.Stored.class, posted).message();
    }

    @Test
    void drafts_of_one_batch_get_places_without_holes_in_their_order() {
        Placing placing = placing(Map.of());
        assertEquals(8, stored(placing.place(draft("talk", "anna", "k1"))).sequence());
        assertEquals(1, stored(placing.place(draft("case", "anna", "k2"))).sequence());
        assertInstanceOf(Posted.NotThere.class, placing.place(draft("talk", "eve", "k3")));
        assertEquals(9, stored(placing.place(draft("talk", "ben", "k4"))).sequence());
        assertEquals(
                List.of(8L, 1L, 9L),
                placing.fresh().stream().map(fresh -> fresh.message().sequence()).toList());
    }

    @Test
    void a_key_that_comes_twice_in_one_batch_is_one_message() {
        Placing placing = placing(Map.of());
        Message first = stored(placing.place(draft("talk", "anna", "same")));
        Posted second = placing.place(draft("talk", "anna", "same"));
        assertEquals(new Posted.Stored(first, true), second);
        assertInstanceOf(Posted.KeyUsed.class, placing.place(draft("case", "anna", "same")));
        assertTrue(!stored(placing.place(draft("talk", "ben", "same"))).equals(first));
        assertEquals(2, placing.fresh().size());
    }

    @Test
    void who_lost_sight_of_the_patient_neither_says_nor_hears_anything() {
        Placing placing = placing(Map.of("case", Set.of("ben")));
        assertEquals(new Posted.NoSight("patient-1"), placing.place(draft("case", "ben", "k1")));
        stored(placing.place(draft("case", "anna", "k2")));
        assertEquals(Set.of("anna"), placing.fresh().getFirst().audience().userIds());
        stored(placing.place(draft("talk", "ben", "k3")));
        assertEquals(BOTH, placing.fresh().getLast().audience().userIds());
    }

    @Test
    void a_conversation_that_is_not_there_is_told_from_none() {
        assertInstanceOf(
                Posted.NotThere.class, placing(Map.of()).place(draft("gone", "anna", "k1")));
    }
}
