package dev.wardcast.access.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration OUTLIVES = Duration.ofMinutes(17);

    @Test
    void the_newest_key_whose_time_has_come_signs() {
        assertEquals("a CURRENT", at(0, key("a", -60)));
        assertEquals("b CURRENT, a PREVIOUS", at(0, key("a", -60), key("b", 0)));
        assertEquals("b CURRENT, a PREVIOUS", at(0, key("b", -1), key("a", -60)));
    }

    @Test
    void a_key_is_published_before_it_is_used() {
        assertEquals("b UPCOMING, a CURRENT", at(0, key("a", -60), key("b", 10)));
        assertEquals("b UPCOMING, a CURRENT", at(9, key("a", -60), key("b", 10)));
        assertEquals("b CURRENT, a PREVIOUS", at(10, key("a", -60), key("b", 10)));
    }

    @Test
    void a_key_stays_published_until_the_last_token_of_it_is_over() {
        assertEquals("b CURRENT, a PREVIOUS", at(16, key("a", -60), key("b", 0)));
        assertEquals("b CURRENT", at(17, key("a", -60), key("b", 0)));
        assertEquals("c CURRENT, b PREVIOUS", at(20, key("a", -60), key("b", 0), key("c", 5)));
    }

    @Test
    void without_a_usable_key_there_is_none_to_sign_with() {
        assertEquals("", at(0));
        assertEquals("a UPCOMING", at(0, key("a", 1)));
    }

    private static String at(int minutes, SigningKey... keys) {
        return KeySchedule.at(NOW.plusSeconds(minutes * 60L), List.of(keys), OUTLIVES)
                .slots()
                .stream()
                .map(slot -> slot.key().kid() + " " + slot.state())
                .collect(Collectors.joining(", "));
    }

    private static SigningKey key(String kid, int minutes) {
        try {
            return new SigningKey(
                    new ECKeyGenerator(Curve.P_256).keyID(kid).generate(),
                    NOW.plusSeconds(minutes * 60L));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
