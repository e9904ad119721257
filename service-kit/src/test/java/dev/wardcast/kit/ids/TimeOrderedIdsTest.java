package dev.wardcast.kit.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    @Test
    void an_id_says_its_version_and_variant() {
        UUID id = UUID.fromString(TimeOrderedIds.next());
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
    }

    /** The example of RFC 9562, appendix A.6. */
    @Test
    void the_example_of_the_standard_comes_out() {
        UUID id = TimeOrderedIds.at(0x017F22E279B0L, 0xCC3L, 0x18C4DC0C0C07398FL);
        assertEquals("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", id.toString());
    }

    @Test
    void a_later_id_sorts_behind_an_earlier_one() {
        String earlier = TimeOrderedIds.at(1_000, -1, -1).toString();
        String later = TimeOrderedIds.at(1_001, 0, 0).toString();
        assertTrue(earlier.compareTo(later) < 0);
    }
}
