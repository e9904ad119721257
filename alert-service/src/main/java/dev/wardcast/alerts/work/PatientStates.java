package dev.wardcast.alerts.work;

import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.kit.sql.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The states of patients in the database: read and written for a whole batch in one statement. */
final class PatientStates {

    private static final String SELECT =
            "select patient_id, state, position from patient_states where patient_id = any (?)";

    private static final String UPSERT =
            """
            insert into patient_states (patient_id, state, position)
            select * from unnest(?::text[], ?::bytea[], ?::text[])
            on conflict (patient_id) do update set state = excluded.state,
                position = coalesce(excluded.position, patient_states.position)
            """;

    private static final String LOOK =
            """
            insert into silence_deadlines (patient_id, device_type, device_id, partition, due_at)
            select patient_id, device_type, device_id, ?, due_at
            from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[])
                as looks(patient_id, device_type, device_id, due_at)
            on conflict (patient_id, device_type, device_id) do update
            set due_at = excluded.due_at
            """;

    private static final String FORGET =
            """
            delete from silence_deadlines
            using unnest(?::text[], ?::text[], ?::text[]) as gone(patient_id, device_type, device_id)
            where silence_deadlines.patient_id = gone.patient_id
                and silence_deadlines.device_type = gone.device_type
                and silence_deadlines.device_id = gone.device_id
            """;

    private static final Comparator<Whose> IN_ORDER =
            Comparator.comparing(Whose::patientId)
                    .thenComparing(whose -> whose.device().type())
                    .thenComparing(whose -> whose.device().id());

    private PatientStates() {}

    /** Whose device to look for. */
    record Whose(String patientId, Device device) {}

    /**
     * @param position the last sample that the state knows of, where that may be behind the
     *     partition's position
     */
    record Ahead(PatientState state, @Nullable String position) {

        /** Whether the sample is to be counted. */
        boolean isBefore(String sampleId) {
            return position == null || SampleQueue.compareIds(position, sampleId) < 0;
        }
    }

    static Map<String, PatientState> load(Connection tx, Collection<String> patients)
            throws SQLException {
        Map<String, PatientState> states = new HashMap<>();
        loadAhead(tx, patients).forEach((patient, found) -> states.put(patient, found.state()));
        return states;
    }

    static Map<String, Ahead> loadAhead(Connection tx, Collection<String> patients)
            throws SQLException {
        Map<String, Ahead> states = new HashMap<>();
        try (PreparedStatement select = tx.prepareStatement(SELECT)) {
            select.setArray(1, tx.createArrayOf("text", patients.toArray(String[]::new)));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    states.put(
                            row.getString(1),
                            new Ahead(StateCodec.decode(row.getBytes(2)), row.getString(3)));
                }
            }
        }
        List<String> unknown =
                patients.stream().filter(patient -> !states.containsKey(patient)).toList();
        if (!unknown.isEmpty()) {
            AdoptedAlerts.of(tx, unknown)
                    .forEach((patient, state) -> states.put(patient, new Ahead(state, null)));
        }
        return states;
    }

    /**
     * @return the states as they were written, by patient
     */
    static Map<String, byte[]> store(Statements tx, Map<String, Ahead> states) {
        if (states.isEmpty()) {
            return Map.of();
        }
        // In one order everywhere, so that two transactions never wait for each other in a circle.
        List<String> patients = states.keySet().stream().sorted().toList();
        List<Ahead> ahead = patients.stream().map(states::get).filter(Objects::nonNull).toList();
        byte[][] bytes = new byte[patients.size()][];
        Map<String, byte[]> written = HashMap.newHashMap(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            String patient = patients.get(i);
            bytes[i] = StateCodec.encode(ahead.get(i).state());
            written.put(patient, bytes[i]);
        }
        tx.add(
                UPSERT,
                values ->
                        values.texts(patients).array("bytea", bytes).texts(ahead, Ahead::position));
        return written;
    }

    static void look(Statements tx, int partition, Map<Whose, Instant> deadlines) {
        if (deadlines.isEmpty()) {
            return;
        }
        // In one order everywhere, as above.
        List<Map.Entry<Whose, Instant>> sorted =
                deadlines.entrySet().stream().sorted(Map.Entry.comparingByKey(IN_ORDER)).toList();
        tx.add(
                LOOK,
                values -> {
                    values.set(partition);
                    set(values, sorted.stream().map(Map.Entry::getKey).toList());
                    values.texts(sorted, entry -> entry.getValue().toString());
                });
    }

    static void forget(Statements tx, Collection<Whose> devices) {
        if (!devices.isEmpty()) {
            List<Whose> sorted = devices.stream().sorted(IN_ORDER).toList();
            tx.add(FORGET, values -> set(values, sorted));
        }
    }

    private static void set(Statements.Values values, List<Whose> devices) throws SQLException {
        values.texts(devices, Whose::patientId)
                .texts(devices, whose -> whose.device().type())
                .texts(devices, whose -> whose.device().id());
    }
}
