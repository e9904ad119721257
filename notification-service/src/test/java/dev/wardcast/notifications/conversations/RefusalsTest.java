package dev.wardcast.notifications.conversations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the framework can't read is refused in words for whoever wrote it. */
class RefusalsTest {

    private static Chat chat;

    private final Person anna = chat.world().with("NURSE");

    @BeforeAll
    static void start() {
        chat = new Chat(Map.of());
    }

    @AfterAll
    static void stop() {
        chat.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"participants\":[|malformed_json|line 1, column",
                "{\"participants\":x}|malformed_json|line 1, column",
                "[1]|wrong_shape|an array",
                "{\"participants\":{\"a\":1}}|wrong_shape|an object",
                "``|empty_body|expected: JSON",
            })
    void a_body_that_cannot_be_read_is_refused_with_the_place_and_none_of_our_classes(
            String body, String code, String says) {
        Answer answer = chat.service().post(anna, Chat.ALL, body);
        assertEquals(400, answer.status());
        assertEquals(code, answer.text("code"), () -> answer.body().toString());
        assertTrue(answer.text("detail").contains(says), answer.text("detail"));
        assertTellsNothing(answer);
    }

    @Test
    void a_field_that_cannot_be_read_is_named() {
        Answer answer =
                chat.service()
                        .post(
                                chat.world().with("ADMIN"),
                                "/api/notifications/system",
                                "{\"content\":\"x\",\"everyone\":true,\"expires_at\":\"soon\"}");
        assertEquals(400, answer.status());
        assertEquals(
                "expires_at",
                answer.body().get("errors").get(0).get("field").getStringValue(),
                () -> answer.body().toString());
        assertTellsNothing(answer);
        Answer limit = chat.service().get(anna, Chat.ALL + "?limit=x");
        assertEquals(400, limit.status());
        assertEquals("limit: (expected: a whole number)", limit.text("detail"));
    }

    private static void assertTellsNothing(Answer answer) {
        for (String inside : List.of("class", "Source", "convert", "dev.wardcast", "StreamRead")) {
            assertFalse(answer.body().toString().contains(inside), answer.body().toString());
        }
    }
}
