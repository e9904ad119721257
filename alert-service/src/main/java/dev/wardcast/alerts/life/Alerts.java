package dev.wardcast.alerts.life;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.AlertView.NextCall;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads alerts. */
public final class Alerts {

    private final Database database;
    private final JsonMapper json;

    public Alerts(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    public Optional<AlertView> find(String alertId) throws SQLException {
        return database.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(AlertSearch.SELECT + " where id = ?")) {
                select.setString(1, alertId);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(view(row)) : Optional.empty();
                }
            }
        });
    }

    /** Whose alert it is, for decisions about access. */
    public Optional<String> patientOf(String alertId) throws SQLException {
        return find(alertId).map(AlertView::patientId);
    }

    /** The newest first. */
    public List<AlertView> list(AlertFilter filter, int limit) throws SQLException {
        AlertSearch search = AlertSearch.of(filter);
        return database.search(connection -> {
            try (PreparedStatement select = search.prepare(connection, limit);
                    ResultSet row = select.executeQuery()) {
                List<AlertView> views = new ArrayList<>();
                while (row.next()) {
                    views.add(view(row));
                }
                return views;
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
                text(row, "cleared_at"),
                acknowledgement(row),
                row.getString("raised_by"),
                row.getString("assigned_to"),
                text(row, "snoozed_until"),
                text(row, "resolved_at"),
                row.getString("resolved_role"),
                text(row, "unattended_at"),
                nextCall(row));
    }

    private @Nullable NextCall nextCall(ResultSet row) throws SQLException {
        String at = text(row, "next_call_at");
        if (at == null) {
            return null;
        }
        String roles = row.getString("next_call_roles");
        return new NextCall(at, roles == null ? null : tree(roles));
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

    private static @Nullable String text(ResultSet row, String column) throws SQLException {
        Instant time = AlertRows.instant(row, column);
        return time == null ? null : time.toString();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private JsonNode tree(String text) {
        try {
            return Objects.requireNonNull(json.readValue(text, JsonNode.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
