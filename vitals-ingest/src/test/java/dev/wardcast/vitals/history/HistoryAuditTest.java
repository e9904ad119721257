package dev.wardcast.vitals.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AuditTold;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever reads a patient's readings leaves a trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryAuditTest {

    private final String database = TestServers.freshDatabaseUrl();
    private final AuditTold audit = new AuditTold(database);
    private ServiceUnderTest service;

    @BeforeAll
    void start() {
        service = new ServiceUnderTest(Map.of("wardcast.database-url", database));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private static String path(String patient) {
        return "/api/v1/patients/" + patient + "/vitals";
    }

    @Test
    void a_read_is_told_with_the_patient_also_when_it_is_refused() {
        String patient = service.world().patient();
        Person caregiver = service.world().caregiverOf(patient);
        Person stranger = service.world().caregiverOf();
        assertEquals(200, service.get(caregiver, path(patient)).status());
        assertEquals(403, service.get(stranger, path(patient)).status());
        assertEquals(List.of("PATIENT_READ ALLOWED vitals [" + patient + "]"), audit.of(caregiver));
        assertEquals(List.of("PATIENT_READ REFUSED vitals [" + patient + "]"), audit.of(stranger));
    }

    @Test
    void a_search_in_the_words_of_fhir_is_told_too() {
        String patient = service.world().patient();
        Person caregiver = service.world().caregiverOf(patient);
        Person stranger = service.world().caregiverOf();
        String search = "/fhir/Observation?patient=" + patient;
        assertEquals(200, service.get(caregiver, search).status());
        assertEquals(403, service.get(stranger, search).status());
        assertEquals(List.of("PATIENT_READ ALLOWED vitals [" + patient + "]"), audit.of(caregiver));
        assertEquals(List.of("PATIENT_READ REFUSED vitals [" + patient + "]"), audit.of(stranger));
    }

    @Test
    void a_request_with_a_mistake_is_nobodys_read() {
        String patient = service.world().patient();
        Person caregiver = service.world().caregiverOf(patient);
        assertEquals(400, service.get(caregiver, path(patient) + "?limit=0").status());
        assertEquals(List.of(), audit.of(caregiver));
    }

    @Test
    void what_cannot_be_recorded_is_not_read() throws Exception {
        String patient = service.world().patient();
        Person caregiver = service.world().caregiverOf(patient);
        execute("alter table audit.entries rename to elsewhere");
        try {
            assertEquals(503, service.get(caregiver, path(patient)).status());
        } finally {
            execute("alter table audit.elsewhere rename to entries");
        }
        assertEquals(200, service.get(caregiver, path(patient)).status());
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
