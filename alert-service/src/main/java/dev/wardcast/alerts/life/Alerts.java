package dev.wardcast.alerts.life;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rules.Tier;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads alerts. */
public final class Alerts {

    private static final String LIST =
            """
            select * from alerts
            where (?::text[] is null or patient_id = any (?::text[]))
                and (?::text is null or tier = ?) and (?::text is null or condition = ?)
                and (?::text is null or response = ?)
                and opened_at >= ? and opened_at < ? and (opened_at, id) < (?, ?)
            order by opened_at desc, id desc limit ?
            """;

    private static final OffsetDateTime EARLIEST = OffsetDateTime.parse("0001-01-01T00:00:00Z");
    private static final OffsetDateTime LATEST = OffsetDateTime.parse("9999-12-31T00:00:00Z");

    private final Database database;
    private final JsonMapper json;

    public Alerts(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    public Optional<AlertView> find(String alertId) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select * from alerts where id = ?")) {
                select.setString(1, alertId);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(view(row)) : Optional.empty();
                }
            }
        });
    }

    /** The newest first. */
    public List<AlertView> list(AlertFilter filter, int limit) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(LIST)) {
                Object patients =
                        filter.patients() == null
                                ? null
                                : connection.createArrayOf("text", filter.patients().toArray());
                @Nullable Object[] values = {
                    patients,
                    patients,
                    filter.tier() == null ? null : filter.tier().name(),
                    filter.tier() == null ? null : filter.tier().name(),
                    filter.condition(),
                    filter.condition(),
                    filter.response(),
                    filter.response(),
                    time(filter.from(), EARLIEST),
                    time(filter.to(), LATEST),
                    filter.after() == null ? LATEST : time(filter.after().openedAt(), LATEST),
                    filter.after() == null ? "" : filter.after().alertId(),
                    limit
                };
                for (int i = 0; i < values.length; i++) {
                    select.setObject(i + 1, values[i]);
                }
                try (ResultSet row = select.executeQuery()) {
                    List<AlertView> views = new ArrayList<>();
                    while (row.next()) {
                        views.add(view(row));
                    }
                    return views;
                }
            }
        });
    }

    private AlertView view(ResultSet row) throws SQLException {
        return new AlertView(
                row.getString("id"),
                Tier.valueOf(row.getString("tier")),
                row.getString("patient_id"),
                row.getString("rule_id"),
                row.getString("vital_type"),
                List.of((Double[]) row.getArray("vitals_window").getArray()),
                tree(row.getString("threshold")),
                List.of((String[]) row.getArray("reasons").getArray()),
                List.of((String[]) row.getArray("recipients").getArray()),
                instant(row, "opened_at").toString(),
                tree(row.getString("context")),
                row.getString("alert_type"),
                row.getString("message"),
                row.getString("condition"),
                row.getString("response"),
                row.getInt("occurrences"),
                instant(row, "updated_at").toString(),
                row.getObject("cleared_at") == null ? null : instant(row, "cleared_at").toString(),
                acknowledgement(row));
    }

    private static @Nullable AckPayload acknowledgement(ResultSet row) throws SQLException {
        if (row.getString("response").equals("UNACKED")) {
            return null;
        }
        return new AckPayload(
                "ack",
                row.getString("id"),
                row.getString("patient_id"),
                Tier.valueOf(row.getString("tier")),
                instant(row, "acknowledged_at").toString(),
                row.getString("acknowledged_role"),
                row.getString("ack_status"),
                row.getString("ack_note"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime time(@Nullable Instant instant, OffsetDateTime otherwise) {
        return instant == null ? otherwise : instant.atOffset(ZoneOffset.UTC);
    }

    private JsonNode tree(String text) {
        try {
            return Objects.requireNonNull(json.readValue(text, JsonNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
