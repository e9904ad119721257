package dev.wardcast.alerts.life;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as a statement that names only what restricts, so that an index can serve it. */
final class AlertSearch {

    /** Every column of the alert, and who is called next unless somebody answers. */
    static final String SELECT =
            """
            select alerts.*,
                (select due_at from escalations where alert_id = alerts.id) as next_call_at,
                (select roles -> step from escalations where alert_id = alerts.id) as next_call_roles
            from alerts
            """;

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private AlertSearch() {}

    static AlertSearch of(AlertFilter filter) {
        AlertSearch search = new AlertSearch();
        if (filter.patients() != null) {
            search.add("patient_id = any (?)", filter.patients().toArray(String[]::new));
        }
        search.add("tier = ?", filter.tier() == null ? null : filter.tier().name());
        search.add("condition = ?", filter.condition());
        search.add("response = ?", filter.response());
        search.add("vital_type = ?", filter.vital());
        search.add("assigned_to = ?", filter.assignedTo());
        search.add("opened_at >= ?", filter.from());
        search.add("opened_at < ?", filter.to());
        if (filter.unattended()) {
            search.conditions.add(
                    "unattended_at is not null and condition = 'ACTIVE' and response = 'UNACKED'");
        }
        AlertFilter.Place place = filter.after();
        if (place != null) {
            search.conditions.add("(opened_at, id) < (?, ?)");
            search.values.add(place.openedAt());
            search.values.add(place.alertId());
        }
        return search;
    }

    PreparedStatement prepare(Connection connection, int limit) throws SQLException {
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        PreparedStatement select =
                connection.prepareStatement(
                        SELECT + where + " order by opened_at desc, id desc limit " + limit);
        for (int i = 0; i < values.size(); i++) {
            switch (values.get(i)) {
                case String[] texts ->
                        select.setArray(i + 1, connection.createArrayOf("text", texts));
                case Instant time -> select.setObject(i + 1, time.atOffset(ZoneOffset.UTC));
                case Object other -> select.setObject(i + 1, other);
            }
        }
        return select;
    }

    private void add(String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }
}
