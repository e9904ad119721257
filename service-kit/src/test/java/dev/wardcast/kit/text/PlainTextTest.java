package dev.wardcast.kit.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "Zoë Łęcka", "李小龍", "🫀 ward 3", "a\u00a0b"})
    void takes_what_people_write(String text) {
        assertTrue(PlainText.isPlain(text));
        assertTrue(PlainText.isPlainLines(text));
    }

    @Test
    void takes_line_feeds_and_tabs_only_where_lines_are_asked_for() {
        assertTrue(PlainText.isPlainLines("first\n\tsecond"));
        assertFalse(PlainText.isPlain("first\nsecond"));
        assertFalse(PlainText.isPlain("first\tsecond"));
    }

    @Test
    void refuses_what_cannot_be_stored_or_forges_what_is_shown() {
        for (char c : new char[] {'\0', 27, '\r', 8, 127, 0x85, 0x9b, '\ud83e', '\udec0'}) {
            assertFalse(PlainText.isPlain("a" + c + "b"), "U+%04X".formatted((int) c));
            assertFalse(PlainText.isPlainLines("a" + c + "b"), "U+%04X".formatted((int) c));
        }
    }

    @Test
    void long_text_takes_no_deep_stack() {
        assertTrue(PlainText.isPlainLines("ä\n".repeat(500_000)));
    }
}
