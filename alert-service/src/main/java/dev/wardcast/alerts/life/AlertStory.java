package dev.wardcast.alerts.life;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.kit.sql.Statements;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything that happened to each alert, in order; it only grows. */
public final class AlertStory {

    private static final String INSERT =
            """
            insert into alert_events (alert_id, what, tier, at, user_id, role, detail)
            select alert_id, what, coalesce(e.tier, alerts.tier), coalesce(at, clock_timestamp()), user_id, role,
                detail::jsonb
            from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[],
                    ?::text[]) with ordinality
                as e(alert_id, what, tier, at, user_id, role, detail, place)
                join alerts on alerts.id = alert_id
            order by place
            """;

    private final Database database;
    private final JsonMapper json;

    public AlertStory(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * @param id grows along the story
     * @param what for instance {@code opened}, {@code acknowledged}
     * @param at RFC 3339, UTC
     * @param userId who did it, where a person did
     * @param role in which the person acted, in lower case
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Event(
            long id,
            String what,
            String tier,
            String at,
            @Nullable String userId,
            @Nullable String role,
            JsonNode detail) {}

    public void add(Connection tx, List<StoryEntry> entries) throws SQLException {
        Statements statements = new Statements();
        add(statements, entries);
        statements.run(tx);
    }

    void add(Statements tx, List<StoryEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        tx.add(
                INSERT,
                values ->
                        values.texts(entries, StoryEntry::alertId)
                                .texts(
                                        entries,
                                        entry -> entry.what().name().toLowerCase(Locale.ROOT))
                                .texts(
                                        entries,
                                        entry -> entry.tier() == null ? null : entry.tier().name())
                                .texts(
                                        entries,
                                        entry -> entry.at() == null ? null : entry.at().toString())
                                .texts(
                                        entries,
                                        entry -> entry.by() == null ? null : entry.by().userId())
                                .texts(
                                        entries,
                                        entry -> entry.by() == null ? null : entry.by().role())
                                .texts(entries, entry -> text(entry.detail())));
    }

    /**
     * The story from its beginning.
     *
     * @param after those behind this one; 0 for all
     */
    public List<Event> of(String alertId, long after, int limit) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(
                            """
                            select id, what, tier, at, user_id, role, detail from alert_events
                            where alert_id = ? and id > ? order by id limit ?
                            """)) {
                select.setString(1, alertId);
                select.setLong(2, after);
                select.setInt(3, limit);
                try (ResultSet row = select.executeQuery()) {
                    List<Event> events = new ArrayList<>();
                    while (row.next()) {
                        events.add(event(row));
                    }
                    return events;
                }
            }
        });
    }

    private Event event(ResultSet row) throws SQLException {
        try {
            return new Event(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getObject(4, OffsetDateTime.class).toInstant().toString(),
                    row.getString(5),
                    row.getString(6),
                    Objects.requireNonNull(json.readValue(row.getString(7), JsonNode.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
