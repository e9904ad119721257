package dev.wardcast.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.gateway.stream.Dialect;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeginningTest {

    private static Start of(String query) {
        return Beginning.of(request(query), Dialect.DATA);
    }

    private static MutableHttpRequest<?> request(String query) {
        MutableHttpRequest<?> request = HttpRequest.GET("/stream");
        for (String parameter : query.substring(query.isEmpty() ? 0 : 1).split("&")) {
            String[] pair = parameter.split("=", 2);
            request.getParameters().add(pair[0], pair.length == 1 ? "" : pair[1]);
        }
        return request;
    }

    private static Start after(String position) {
        return new Start.After(Position.parse(position).orElseThrow());
    }

    @Test
    void without_a_position_it_begins_now() {
        assertEquals(new Start.Now(), of(""));
        assertEquals(new Start.Now(), of("?last_event_id=&cursor="));
    }

    @Test
    void the_header_counts_more_than_the_address() {
        MutableHttpRequest<?> request = request("?last_event_id=a-2&cursor=a-3");
        assertEquals(after("a-2"), Beginning.of(request, Dialect.DATA));
        request.header("Last-Event-ID", "a-1");
        assertEquals(after("a-1"), Beginning.of(request, Dialect.DATA));
        assertEquals(after("a-3"), of("?cursor=a-3"));
    }

    @Test
    void a_position_that_is_none_of_ours_is_unknown_and_not_ignored() {
        assertEquals(new Start.After(Position.of(0, Cursor.UNKNOWN)), of("?cursor=nonsense"));
    }

    @Test
    void a_position_counts_more_than_history() {
        assertEquals(after("a-1"), of("?cursor=a-1&history=5"));
        assertEquals(new Start.Newest(5), of("?history=5"));
        assertEquals(new Start.Now(), of("?history=0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "101", "many", "1.5"})
    void history_has_its_range(String count) {
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> of("?history=" + count));
        assertEquals(400, refusal.status().getCode());
    }

    @Test
    void a_session_begins_where_it_stands() {
        HttpRequest<?> request = HttpRequest.GET("/stream");
        assertEquals(new Start.Newest(1), Beginning.of(request, Dialect.STEPS));
        assertEquals(new Start.Now(), Beginning.of(request, Dialect.EVENTS));
    }
}
