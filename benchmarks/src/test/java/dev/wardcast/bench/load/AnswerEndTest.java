package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AnswerEndTest {

    private static final String ANSWER = "HTTP/1.1 202 Accepted\r\nconTENT-length: 3\r\n\r\nabc";

    @Test
    void an_answer_ends_with_its_body_and_not_before_all_of_it_is_there() throws IOException {
        assertEquals(ANSWER.length(), end(ANSWER));
        assertEquals(ANSWER.length(), end(ANSWER + "HTTP/1.1 2"));
        for (int length = 0; length < ANSWER.length(); length++) {
            assertEquals(0, end(ANSWER.substring(0, length)));
        }
    }

    @Test
    void an_answer_without_a_length_is_said_so() {
        assertThrows(IOException.class, () -> end("HTTP/1.1 202 Accepted\r\n\r\n"));
    }

    private static int end(String text) throws IOException {
        return AnswerEnd.of(text.getBytes(US_ASCII), text.length());
    }
}
