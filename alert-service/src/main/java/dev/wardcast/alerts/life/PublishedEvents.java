package dev.wardcast.alerts.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.db.Database;
import dev.wardcast.eventlog.Room;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What was published about a patient's alerts, for streams that the log can't refill any more. */
public final class PublishedEvents {

    private static final String SELECT =
            """
            select event_id, type, at, published_clock, data from outbox
            where room = ? and published_clock is not null and published_clock > ?
            order by published_clock limit ?
            """;

    private final Database database;
    private final JsonMapper json;

    public PublishedEvents(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * @param more whether there are later ones
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Page(List<Event> events, boolean more) {}

    /**
     * @param at when it happened; RFC 3339, UTC
     * @param clock its place in the log
     * @param data exactly what was published
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Event(String eventId, String type, String at, long clock, JsonNode data) {}

    /**
     * In the order of the log. Events that are not published yet are not in it: they will be on the
     * stream.
     *
     * @param afterClock those behind this place in the log
     */
    public Page after(String patientId, long afterClock, int limit) throws SQLException {
        List<Event> events =
                database.read(connection -> {
                    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                        select.setString(1, new Room.PatientAlerts(patientId).name());
                        select.setLong(2, afterClock);
                        select.setInt(3, limit + 1);
                        return read(select);
                    }
                });
        boolean more = events.size() > limit;
        return new Page(more ? events.subList(0, limit) : events, more);
    }

    private List<Event> read(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            List<Event> events = new ArrayList<>();
            while (row.next()) {
                events.add(
                        new Event(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant().toString(),
                                row.getLong(4),
                                Objects.requireNonNull(
                                        json.readValue(row.getString(5), JsonNode.class))));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
