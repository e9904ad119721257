package dev.wardcast.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewEventTest {

    @ParameterizedTest
    @ValueSource(strings = {"k", "!", "~", "monitor:m-1:heart_rate"})
    void a_collapse_key_is_printable_ascii(String key) {
        assertEquals(key, reading(key).collapseKey());
    }

    @Test
    void a_collapse_key_has_160_characters_at_most() {
        String longest = "k".repeat(160);
        assertEquals(longest, reading(longest).collapseKey());
        assertThrows(IllegalArgumentException.class, () -> reading(longest + "k"));
    }

    /**
     * A blank or a line break would end it in the stored form, and what follows be taken for more.
     */
    @ParameterizedTest
    @MethodSource("badKeys")
    void what_would_spoil_the_stored_form_is_no_collapse_key(String key) {
        assertThrows(IllegalArgumentException.class, () -> reading(key));
    }

    private static String[] badKeys() {
        return new String[] {"", " ", "a b", "a\nb", "a\u007fb", "ä", "\u0000"};
    }

    private static NewEvent reading(String collapseKey) {
        return NewEvent.reading(
                "v0-1-p",
                new Room.PatientVitals("patient-1"),
                EventType.PATIENT_VITALS_UPDATE,
                Instant.EPOCH,
                "{}".getBytes(UTF_8),
                collapseKey);
    }
}
