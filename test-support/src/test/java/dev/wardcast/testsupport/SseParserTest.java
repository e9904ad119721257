package dev.wardcast.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTest {

    private final List<String> seen = new ArrayList<>();
    private final SseParser parser =
            new SseParser(
                    "",
                    new SseParser.Listener() {
                        @Override
                        public void onEvent(String id, String event, String data) {
                            seen.add(event + "#" + id + "=" + data);
                        }

                        @Override
                        public void onComment(String comment) {
                            seen.add(":" + comment);
                        }

                        @Override
                        public void onLastEventId(String id) {
                            seen.add("id " + id);
                        }

                        @Override
                        public void onRetry(long millis) {
                            seen.add("retry " + millis);
                        }
                    });

    @Test
    void joins_the_data_lines_of_a_block_and_takes_off_one_space() {
        feed("event: alert\nid: 7\ndata:  a\ndata:b\ndata\n\n");
        assertEquals(List.of("id 7", "alert#7= a\nb\n"), seen);
    }

    @Test
    void an_id_alone_moves_the_position_without_an_event() {
        feed("retry: 3000\nid: 9\n\n");
        assertEquals(List.of("retry 3000", "id 9"), seen);
    }

    @Test
    void an_event_without_an_id_keeps_the_last_one() {
        feed("id: 1\ndata: a\n\ndata: b\n\n");
        assertEquals(List.of("id 1", "message#1=a", "id 1", "message#1=b"), seen);
    }

    @Test
    void every_kind_of_line_end_counts_even_cut_in_two() {
        feed("data: a\r");
        feed("\n\r");
        feed("\ndata: b\r\rdata: ü\n\n");
        assertEquals(List.of("id ", "message#=a", "id ", "message#=b", "id ", "message#=ü"), seen);
    }

    @Test
    void characters_cut_in_two_are_put_together() {
        byte[] bytes = "data: é\n\n".getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            parser.feed(new byte[] {b});
        }
        assertEquals(List.of("id ", "message#=é"), seen);
    }

    @Test
    void comments_are_kept_and_unknown_fields_and_unfinished_blocks_are_not() {
        feed(": keepalive\n:\nnonsense: 1\nid: a\0b\nretry: soon\ndata: never ended\n");
        assertEquals(List.of(":keepalive", ":"), seen);
    }

    private void feed(String text) {
        parser.feed(text.getBytes(StandardCharsets.UTF_8));
    }
}
