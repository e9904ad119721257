package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.Tier;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads whole rows of alerts, for transactions that then change them. */
public final class AlertRows {

    private static final Argument<Map<String, Double>> NUMBERS =
            Argument.mapOf(String.class, Double.class);
    private static final Argument<Map<String, Object>> VALUES =
            Argument.mapOf(String.class, Object.class);

    private final JsonMapper json;

    public AlertRows(JsonMapper json) {
        this.json = json;
    }

    /**
     * Locks the alert until the transaction ends. Whatever changes an alert, or what is due for it,
     * begins here, so that of two that happen at once one sees what the other did.
     */
    Optional<StoredAlert> lock(Connection tx, String alertId) throws SQLException {
        try (PreparedStatement select =
                tx.prepareStatement("select * from alerts where id = ? for update")) {
            select.setString(1, alertId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** The alert in a row that has all its columns. */
    public StoredAlert read(ResultSet row) throws SQLException {
        return new StoredAlert(
                row.getString("id"),
                row.getString("patient_id"),
                Tier.valueOf(row.getString("tier")),
                row.getString("condition").equals("ACTIVE"),
                row.getString("response"),
                row.getString("vital_type"),
                List.of((Double[]) row.getArray("vitals_window").getArray()),
                json(row, "threshold", NUMBERS),
                List.of((String[]) row.getArray("reasons").getArray()),
                List.of((String[]) row.getArray("recipients").getArray()),
                json(row, "context", VALUES),
                row.getString("alert_type"),
                row.getString("message"),
                instant(row, "snoozed_until"),
                row.getString("assigned_to"),
                row.getString("raised_by") != null);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private <T> T json(ResultSet row, String column, Argument<T> type) throws SQLException {
        try {
            return Objects.requireNonNull(json.readValue(row.getString(column), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
