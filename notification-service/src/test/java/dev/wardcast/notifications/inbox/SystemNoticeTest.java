package dev.wardcast.notifications.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemNoticeTest {

    private static String refusal(String userId, String content) {
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> SystemNotice.checked(userId, content));
        assertEquals(422, refusal.status().getCode());
        return refusal.getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "<b>not markup</b>", "first\nsecond\tthird", "Grüße 👩‍⚕️"})
    void text_is_kept_as_it_is(String text) {
        assertEquals(text, SystemNotice.checked("user-1", text).content());
    }

    @Test
    void four_thousand_characters_fit_whatever_their_plane() {
        assertEquals(8000, SystemNotice.checked("user-1", "👩".repeat(4000)).content().length());
        assertEquals(
                "content: 4001 characters (expected: at most 4000)",
                refusal("user-1", "x".repeat(4001)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x0d, 0x1b, 0x7f, 0x85, 0xd83d, 0xdc00})
    void control_characters_and_half_characters_are_refused_by_name(int character) {
        String refusal = refusal("user-1", "before" + (char) character + "behind");
        assertTrue(refusal.startsWith("content: character U+%04X ".formatted(character)), refusal);
    }

    @Test
    void without_a_user_the_refusal_says_that_there_is_no_broadcast_yet() {
        String refusal = refusal(null, "hello");
        assertTrue(refusal.startsWith("user_id: missing"), refusal);
        assertTrue(refusal.contains("broadcast"), refusal);
    }

    @Test
    void every_wrong_field_is_named_at_once() {
        String refusal = refusal("no id", " \n ");
        assertTrue(refusal.contains("user_id: ") && refusal.contains("content: "), refusal);
    }
}
