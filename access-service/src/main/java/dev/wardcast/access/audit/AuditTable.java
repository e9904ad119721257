package dev.wardcast.access.audit;

import dev.wardcast.access.audit.AuditController.Entry;
import dev.wardcast.access.audit.AuditController.EntryPatient;
import dev.wardcast.kit.audit.AuditReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the audit. Nothing here could change it. */
final class AuditTable implements AuditReader {

    private static final OffsetDateTime EARLIEST = OffsetDateTime.parse("0001-01-01T00:00:00Z");
    private static final OffsetDateTime LATEST = OffsetDateTime.parse("9999-12-31T00:00:00Z");
    private static final UUID LAST = new UUID(-1, -1);

    private static final String COLUMNS =
            """
            select e.*,
                (select array_agg(c.patient_id order by c.patient_id)
                 from audit.entry_patients c where c.entry_id = e.id) as patients,
                (select array_agg(c.events order by c.patient_id)
                 from audit.entry_patients c where c.entry_id = e.id) as events
            """;

    /** Two ways in, so that each has an index that stands in the order of the answer. */
    private static final String BY_TIME =
            COLUMNS
                    + """
                    from audit.entries e
                    where e.at >= ? and e.at < ? and (e.at, e.id) < (?, ?)
                        and (?::text is null or e.actor_id = ?)
                        and (?::text is null or e.action = ?) and (?::text is null or e.outcome = ?)
                    order by e.at desc, e.id desc limit ?
                    """;

    private static final String BY_PATIENT =
            COLUMNS
                    + """
                    from audit.entry_patients p join audit.entries e on e.id = p.entry_id
                    where p.at >= ? and p.at < ? and (p.at, p.entry_id) < (?, ?)
                        and (?::text is null or e.actor_id = ?)
                        and (?::text is null or e.action = ?) and (?::text is null or e.outcome = ?)
                        and p.patient_id = ?
                    order by p.at desc, p.entry_id desc limit ?
                    """;

    private final DataSource dataSource;

    AuditTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The newest first. */
    List<Entry> search(AuditQuery query, int limit) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(time(query.from(), EARLIEST));
        values.add(time(query.to(), LATEST));
        values.add(query.after() == null ? LATEST : time(query.after().at(), LATEST));
        values.add(query.after() == null ? LAST : query.after().id());
        addTwice(values, query.userId());
        addTwice(values, query.action() == null ? null : query.action().name());
        addTwice(values, query.outcome() == null ? null : query.outcome().name());
        if (query.patientId() != null) {
            values.add(query.patientId());
        }
        values.add(limit);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                query.patientId() == null ? BY_TIME : BY_PATIENT)) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                List<Entry> entries = new ArrayList<>();
                while (row.next()) {
                    entries.add(entry(row));
                }
                return entries;
            }
        }
    }

    private static void addTwice(List<@Nullable Object> values, @Nullable String value) {
        values.add(value);
        values.add(value);
    }

    private static OffsetDateTime time(@Nullable Instant time, OffsetDateTime otherwise) {
        return time == null ? otherwise : time.atOffset(ZoneOffset.UTC);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor_kind"),
                row.getString("actor_id"),
                List.of((String[]) row.getArray("actor_roles").getArray()),
                row.getString("token_id"),
                row.getString("address"),
                row.getString("correlation_id"),
                row.getString("action"),
                row.getString("resource_type"),
                row.getString("resource_id"),
                patients(row),
                row.getString("outcome"),
                row.getString("reason"),
                row.getString("detail"));
    }

    private static List<EntryPatient> patients(ResultSet row) throws SQLException {
        if (row.getArray("patients") == null) {
            return List.of();
        }
        String[] ids = (String[]) row.getArray("patients").getArray();
        Integer[] events = (Integer[]) row.getArray("events").getArray();
        List<EntryPatient> patients = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            patients.add(new EntryPatient(ids[i], events[i] == 0 ? null : events[i]));
        }
        return patients;
    }
}
