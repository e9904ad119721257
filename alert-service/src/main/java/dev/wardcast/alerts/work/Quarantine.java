package dev.wardcast.alerts.work;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.kit.outbox.Outbox;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets aside what the rules fail on, with its reason, and tells the admins. */
final class Quarantine {

    private static final String INSERT =
            """
            insert into set_aside (partition, entry_id, patient_id, sample, reason)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """;

    private final Outbox outbox;
    private final JsonMapper json;

    Quarantine(Outbox outbox, JsonMapper json) {
        this.outbox = outbox;
        this.json = json;
    }

    void add(Connection tx, int partition, Entry entry, Exception reason) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
            insert.setInt(1, partition);
            insert.setString(2, entry.id());
            insert.setString(3, printable(entry.sample().patientId()));
            insert.setString(4, printable(entry.sample().toString()));
            insert.setString(5, printable(String.valueOf(reason)));
            insert.executeUpdate();
        }
        outbox.add(tx, List.of(told(partition, entry, reason)));
    }

    /** Names the failure, not the reading: a value is nothing for an admin's screen. */
    private NewEvent told(int partition, Entry entry, Exception reason) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "sample_set_aside");
        data.put("partition", partition);
        data.put("entry_id", entry.id());
        data.put("vital_type", entry.sample().type().wireName());
        data.put("reason", reason.getClass().getSimpleName());
        try {
            return NewEvent.once(
                    "set-aside." + partition + "." + entry.id(),
                    new Room.AdminUpdates(),
                    EventType.SYSTEM_ALERT,
                    Instant.now(),
                    json.writeValueAsBytes(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL's text has no NUL. */
    private static String printable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
