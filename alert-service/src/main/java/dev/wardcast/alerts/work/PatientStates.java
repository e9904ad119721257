package dev.wardcast.alerts.work;

import dev.wardcast.alerts.rules.DeviceWatch.Device;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The states of patients in the database: read and written for a whole batch in one statement. */
final class PatientStates {

    private static final String SELECT =
            "select patient_id, state from patient_states where patient_id = any (?)";

    private static final String UPSERT =
            """
            insert into patient_states (patient_id, state)
            select * from unnest(?::text[], ?::bytea[])
            on conflict (patient_id) do update set state = excluded.state
            """;

    private static final String LOOK =
            """
            insert into silence_deadlines (patient_id, device_type, device_id, partition, due_at)
            values (?, ?, ?, ?, ?)
            on conflict (patient_id, device_type, device_id) do update
            set due_at = excluded.due_at
            """;

    private static final String FORGET =
            """
            delete from silence_deadlines
            where patient_id = ? and device_type = ? and device_id = ?
            """;

    private PatientStates() {}

    /** Whose device to look for. */
    record Whose(String patientId, Device device) {}

    static Map<String, PatientState> load(Connection tx, Collection<String> patients)
            throws SQLException {
        Map<String, PatientState> states = new HashMap<>();
        try (PreparedStatement select = tx.prepareStatement(SELECT)) {
            select.setArray(1, tx.createArrayOf("text", patients.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    states.put(row.getString(1), StateCodec.decode(row.getBytes(2)));
                }
            }
        }
        List<String> unknown =
                patients.stream().filter(patient -> !states.containsKey(patient)).toList();
        if (!unknown.isEmpty()) {
            states.putAll(AdoptedAlerts.of(tx, unknown));
        }
        return states;
    }

    /**
     * @return the states as they were written, by patient
     */
    static Map<String, byte[]> store(Connection tx, Map<String, PatientState> states)
            throws SQLException {
        if (states.isEmpty()) {
            return Map.of();
        }
        // In one order everywhere, so that two transactions never wait for each other in a circle.
        List<String> patients = states.keySet().stream().sorted().toList();
        byte[][] bytes = new byte[patients.size()][];
        Map<String, byte[]> written = HashMap.newHashMap(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            String patient = patients.get(i);
            bytes[i] = StateCodec.encode(states.getOrDefault(patient, PatientState.NONE));
            written.put(patient, bytes[i]);
        }
        try (PreparedStatement upsert = tx.prepareStatement(UPSERT)) {
            upsert.setArray(1, tx.createArrayOf("text", patients.toArray()));
            upsert.setArray(2, tx.createArrayOf("bytea", bytes));
            upsert.executeUpdate();
        }
        return written;
    }

    static void look(Connection tx, int partition, Map<Whose, Instant> deadlines)
            throws SQLException {
        if (deadlines.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = tx.prepareStatement(LOOK)) {
            for (Map.Entry<Whose, Instant> deadline : deadlines.entrySet()) {
                upsert.setString(1, deadline.getKey().patientId());
                upsert.setString(2, deadline.getKey().device().type());
                upsert.setString(3, deadline.getKey().device().id());
                upsert.setInt(4, partition);
                upsert.setObject(5, deadline.getValue().atOffset(ZoneOffset.UTC));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    static void forget(Connection tx, Collection<Whose> devices) throws SQLException {
        if (devices.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = tx.prepareStatement(FORGET)) {
            for (Whose whose : devices) {
                delete.setString(1, whose.patientId());
                delete.setString(2, whose.device().type());
                delete.setString(3, whose.device().id());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }
}
