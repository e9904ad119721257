package dev.wardcast.notifications.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.problem.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemNoticeTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private static NoticeRequest request(String userId, String content) {
        return new NoticeRequest(content, userId, null, null, null, null);
    }

    private static SystemNotice checked(String userId, String content) {
        return SystemNotice.checked(request(userId, content), NOW);
    }

    private static String refusal(String userId, String content) {
        return refusal(request(userId, content));
    }

    private static String refusal(NoticeRequest request) {
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> SystemNotice.checked(request, NOW));
        assertEquals(422, refusal.status().getCode());
        return refusal.getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "<b>not markup</b>", "first\nsecond\tthird", "Grüße 👩‍⚕️"})
    void text_is_kept_as_it_is(String text) {
        assertEquals(text, checked("user-1", text).content());
    }

    @Test
    void four_thousand_characters_fit_whatever_their_plane() {
        assertEquals(8000, checked("user-1", "👩".repeat(4000)).content().length());
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
    void it_says_whom_in_exactly_one_way() {
        String none = refusal(null, "hello");
        assertTrue(none.startsWith("user_id: missing"), none);
        assertTrue(none.contains("everyone: true"), none);
        String two = refusal(new NoticeRequest("hello", "user-1", "NURSE", null, null, null));
        assertTrue(two.startsWith("user_id: not alone"), two);
        assertTrue(
                refusal(new NoticeRequest("x", null, "nurse", null, null, null))
                        .startsWith("role:"));
    }

    @Test
    void what_many_are_told_ends_by_itself() {
        NoticeRequest everyone = new NoticeRequest("x", null, null, null, true, null);
        assertEquals(
                NOW.plus(SystemNotice.BROADCAST_LIFE),
                SystemNotice.checked(everyone, NOW).expiresAt());
        assertNull(checked("user-1", "x").expiresAt());
        assertTrue(
                refusal(new NoticeRequest("x", null, null, null, true, NOW))
                        .startsWith("expires_at:"));
    }

    @Test
    void every_wrong_field_is_named_at_once() {
        String refusal = refusal("no id", " \n ");
        assertTrue(refusal.contains("user_id: ") && refusal.contains("content: "), refusal);
    }
}
