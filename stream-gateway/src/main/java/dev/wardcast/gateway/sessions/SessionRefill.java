package dev.wardcast.gateway.sessions;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Gap;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.stream.Refill;
import dev.wardcast.gateway.upstream.Upstream;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Where a session stands, asked of session-progress when the room's buffer can't tell: it is older
 * than buffers get, or Redis was emptied. Each step makes the earlier ones irrelevant, so the
 * newest is all that a client has missed.
 */
@Singleton
public final class SessionRefill implements Refill {

    /** The fields of an event's data; the session has more. */
    private static final List<String> FIELDS =
            List.of("session_id", "status", "progress", "message", "updated_at", "error");

    /** By then the event is in the log, whose clock that is; until then its id is remembered. */
    private static final Duration LATEST_PUBLICATION = Duration.ofMinutes(1);

    private final Upstream upstream;
    private final String sessionsUrl;
    private final JsonMapper json;

    SessionRefill(Upstream upstream, GatewayConfiguration configuration, JsonMapper json) {
        this.upstream = upstream;
        this.sessionsUrl = configuration.getSessionsUrl();
        this.json = json;
    }

    @Override
    public Pages begin(String token, Gap gap) {
        return whenSilent(token, gap.rooms());
    }

    @Override
    public Pages whenSilent(String token, Set<String> rooms) {
        Optional<String> session =
                rooms.stream()
                        .map(Room::parse)
                        .filter(Room.Session.class::isInstance)
                        .map(room -> ((Room.Session) room).id())
                        .findFirst();
        return () ->
                session.map(id -> upstream.async(() -> page(token, id)))
                        .orElseGet(() -> CompletableFuture.completedFuture(Page.END));
    }

    private Page page(String token, String id) throws IOException, InterruptedException {
        byte[] answer = upstream.get(token, sessionsUrl, "/api/sessions/" + id);
        JsonNode session = json.readValue(answer, JsonNode.class);
        if (session == null || !session.isObject()) {
            throw new IOException("session-progress answered no session");
        }
        return new Page(List.of(step(id, session)), true);
    }

    private Refilled step(String id, JsonNode session) throws IOException {
        Map<String, JsonNode> data = new LinkedHashMap<>();
        for (String field : FIELDS) {
            JsonNode value = session.get(field);
            if (value != null) {
                data.put(field, value);
            }
        }
        Instant at = Instant.parse(text(session, "updated_at"));
        // As session-progress names its events, so that one of them is known by its id.
        String suffix;
        EventType type;
        switch (text(session, "status")) {
            case "processed" -> {
                suffix = ".complete";
                type = EventType.SESSION_COMPLETE;
            }
            case "failed" -> {
                suffix = ".error";
                type = EventType.SESSION_ERROR;
            }
            default -> {
                suffix = ".progress." + field(session, "progress").coerceStringValue();
                type = EventType.SESSION_PROGRESS;
            }
        }
        JsonNode attempt = session.get("attempt");
        String number = attempt == null ? "1" : attempt.coerceStringValue();
        return new Refilled(
                id + (number.equals("1") ? "" : "." + number) + suffix,
                at.plus(LATEST_PUBLICATION).toEpochMilli() * 1000,
                new Room.Session(id).name(),
                type.wireName(),
                json.writeValueAsBytes(JsonNode.createObjectNode(data)));
    }

    private static String text(JsonNode object, String name) throws IOException {
        return field(object, name).coerceStringValue();
    }

    private static JsonNode field(JsonNode object, String name) throws IOException {
        JsonNode value = object.get(name);
        if (value == null || !value.isValueNode()) {
            throw new IOException("session-progress answered no " + name);
        }
        return value;
    }
}
