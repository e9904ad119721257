package dev.wardcast.vitals.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

class HistoryMigrationTest {

    private static final String ROWS =
            """
            select concat_ws('|', partition, entry_ms, entry_no, patient_id, data_type, device_type,
                device_id, sequence, value1, value2, taken_at, received_at)
            from vitals.samples order by entry_ms, entry_no\
            """;

    @Test
    void readings_from_before_the_weeks_are_all_there_and_positions_stay() throws Exception {
        String database = TestServers.freshDatabaseUrl();
        flyway(database).target("1").load().migrate();
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into vitals.samples select i % 8, i, i % 3, 'p-' || i % 5,
                        case i % 2 when 0 then 'blood_pressure' else 'spo2' end, 'monitor', 'm-1',
                        nullif(i, 7), 90, case i % 2 when 0 then 60.5 end,
                        timestamptz '2025-12-14 23:59:59.999999Z' + i * interval '1 hour', now()
                    from generate_series(0, 999) as i\
                    """);
            statement.execute("update vitals.positions set entry_id = '999-0' where partition = 7");
            List<String> before = column(statement, ROWS);
            flyway(database).load().migrate();
            assertEquals(1_000, before.size());
            assertEquals(before, column(statement, ROWS));
            assertEquals(
                    List.of("999-0"),
                    column(statement, "select entry_id from vitals.positions where partition = 7"));
            assertEquals(LocalDate.parse("2025-12-08"), Weeks.all(connection).getFirst());
            assertEquals(7, Weeks.all(connection).size());
        }
    }

    private static FluentConfiguration flyway(String database) {
        return Flyway.configure()
                .dataSource(database, null, null)
                .locations("classpath:db/vitals")
                .schemas("vitals")
                .defaultSchema("vitals");
    }

    private static List<String> column(Statement statement, String sql) throws Exception {
        List<String> values = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                values.add(found.getString(1));
            }
        }
        return values;
    }
}
