package dev.wardcast.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDataTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"a\":\"x\"}|x",
                "{\"b\":{\"a\":\"inner\"},\"a\":\"x\"}|x",
                "{\"b\":{\"a\":\"inner\"}}|``",
                "{\"a\":5}|``",
                "{\"a\":null}|``",
                "[\"a\"]|``",
                "{\"a\"|``",
            })
    void the_text_of_a_field_is_that_of_the_object_itself(String json, String text) {
        assertEquals(text, EventData.text(json.getBytes(UTF_8), "a"));
    }
}
