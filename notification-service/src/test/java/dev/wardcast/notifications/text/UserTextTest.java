package dev.wardcast.notifications.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserTextTest {

    private static final int MOST = 20;

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\n",
                "\u00A0\u2003\u3000",
                "\u2028",
                "\u200B\u200D\uFEFF",
                " \u2060 ",
                "\u3164",
                "\u2800\uFE0F",
                "\u115F\u034F",
                "\uDB40\uDD00"
            })
    void what_nobody_could_see_is_no_text(String text) {
        assertEquals(
                Optional.of("missing or blank (expected: the text)"),
                UserText.objection(text, MOST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "<b>",
                " \u200Ba",
                "\uD83D\uDC69\u200D\u2695\uFE0F",
                "\u05D0\u200F",
                "e\u0301",
                "1\t2\n3"
            })
    void what_is_seen_is_kept(String text) {
        assertEquals(Optional.empty(), UserText.objection(text, MOST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "a\u0000", "a\r\n", "\u001B[31m", "\uD83D"})
    void control_characters_and_half_ones_are_named(String text) {
        String objection = UserText.objection(text, MOST).orElseThrow();
        assertEquals("character U+", objection.substring(0, 12));
    }

    @Test
    void characters_are_counted_and_not_their_halves() {
        assertEquals(Optional.empty(), UserText.objection("\uD83D\uDC69".repeat(MOST), MOST));
        assertEquals(
                Optional.of("21 characters (expected: at most 20)"),
                UserText.objection("x".repeat(MOST + 1), MOST));
    }
}
