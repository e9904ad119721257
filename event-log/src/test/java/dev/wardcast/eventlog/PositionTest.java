package dev.wardcast.eventlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void a_position_survives_its_text() {
        Position one = Position.of(0, new Cursor("k3x9qz", 1_763_672_400_123_456L));
        Position many =
                new Position(
                        new TreeMap<>(
                                Map.of(
                                        0,
                                        new Cursor("a1", 0),
                                        3,
                                        new Cursor("b2", 77),
                                        15,
                                        new Cursor("c3", Long.MAX_VALUE))));

        assertEquals(Optional.of(one), Position.parse(one.text()));
        assertEquals(Optional.of(many), Position.parse(many.text()));
        assertTrue(one.text().length() < 24, one.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "abc",
                "abc-",
                "-12",
                "abc-!",
                "ABC-1",
                "0~abc-1.0~abc-2",
                "abc-1..abc-2",
                "abc--1",
                "-1~abc-1",
                "zzzzzzzzzzzzzzzzz-1",
                "abc-zzzzzzzzzzzzzzzzzzzzzz",
                "../../etc",
                "1; DROP TABLE"
            })
    void a_text_that_is_none_of_ours_is_no_position(String text) {
        assertEquals(Optional.empty(), Position.parse(text));
    }

    @Test
    void an_endless_text_is_no_position() {
        assertEquals(Optional.empty(), Position.parse("a-1.".repeat(10_000)));
    }
}
