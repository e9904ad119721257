package dev.wardcast.gateway.http;

import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.gateway.sse.SseWire;
import dev.wardcast.gateway.stream.Dialect;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/** From where a client wants to be told, as its request says. */
final class Beginning {

    private static final int LONGEST_HISTORY = 100;

    private Beginning() {}

    /**
     * The header that browsers send, else the parameter for clients that can't; else the last
     * events that were asked for; else what happens from now on.
     *
     * @throws ProblemException 400 if {@code history} is not a number in its range
     */
    static Start of(HttpRequest<?> http, Dialect dialect) {
        Optional<Position> stopped =
                stoppedAt(http).map(text -> Position.parse(text).orElse(Position.UNKNOWN));
        if (stopped.isPresent()) {
            return new Start.After(stopped.get());
        }
        Optional<Integer> history = parameter(http, "history").map(Beginning::history);
        if (history.isPresent()) {
            return history.get() == 0 ? new Start.Now() : new Start.Newest(history.get());
        }
        return switch (dialect) {
            case DATA, EVENTS -> new Start.Now();
            // Where a session stands is its newest step; who comes late gets that at once.
            case STEPS -> new Start.Newest(1);
        };
    }

    /** Whether the client was told the last event there is. */
    static boolean hasSeenTheEnd(HttpRequest<?> http) {
        return stoppedAt(http).filter(text -> text.endsWith(SseWire.THE_END)).isPresent();
    }

    private static Optional<String> stoppedAt(HttpRequest<?> http) {
        return http.getHeaders()
                .findFirst("Last-Event-ID")
                .filter(text -> !text.isEmpty())
                .or(() -> parameter(http, "last_event_id"))
                .or(() -> parameter(http, "cursor"));
    }

    private static Optional<String> parameter(HttpRequest<?> http, String name) {
        return http.getParameters().getFirst(name).filter(text -> !text.isEmpty());
    }

    private static int history(String text) {
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= LONGEST_HISTORY) {
            return Integer.parseInt(text);
        }
        throw ProblemException.badRequest(
                "invalid_parameter", "history (expected: 0 to " + LONGEST_HISTORY + ")");
    }
}
