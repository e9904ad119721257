package dev.wardcast.local.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedPostgres;
import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.service.Migrations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The doctor at real servers. */
class DoctorTest {

    @TempDir private static Path data;
    private static EmbeddedPostgres postgres;

    @TempDir private Path elsewhere;

    private record Answer(int exitCode, String text) {}

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.builder().dataDir(data.resolve("postgres")).start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private Answer doctor(String... arguments) {
        StringWriter told = new StringWriter();
        CommandLine command = new CommandLine(new DoctorCommand());
        command.setOut(new PrintWriter(told));
        command.setErr(new PrintWriter(told));
        return new Answer(command.execute(arguments), told.toString());
    }

    private String database(String name) throws Exception {
        postgres.createDatabase(name);
        return postgres.jdbcUrl(name);
    }

    @Test
    void a_healthy_installation_is_told_to_be_so() throws Exception {
        String database = database("healthy");
        Migrations.of(Map.of("wardcast.database-url", database)).run(line -> {});
        try (EmbeddedRedis redis =
                EmbeddedRedis.builder().dataDir(elsewhere.resolve("redis")).start()) {
            Answer answer =
                    doctor(
                            "--redis-url", redis.url(),
                            "--database-url", database,
                            "--data", elsewhere.toString());
            assertEquals(0, answer.exitCode(), answer.text());
            assertFalse(answer.text().contains("failure"), answer.text());
            for (String subject :
                    new String[] {
                        "redis persistence",
                        "redis echo",
                        "clock of the database",
                        "schema alerts",
                        "schema access",
                        "database durability"
                    }) {
                assertTrue(answer.text().contains(subject), answer.text());
            }
        }
    }

    @Test
    void an_authority_that_cannot_be_read_is_said_before_anything_is_looked_at() throws Exception {
        Path empty = Files.writeString(elsewhere.resolve("ca.crt"), "no certificate");
        for (Path file : new Path[] {empty, elsewhere.resolve("missing.crt")}) {
            Answer answer =
                    doctor(
                            "--redis-url", "redis://localhost:1",
                            "--database-url", postgres.jdbcUrl("postgres"),
                            "--data", elsewhere.toString(),
                            "--ca", file.toString());
            assertEquals(2, answer.exitCode(), answer.text());
            assertTrue(answer.text().contains("--ca: " + file), answer.text());
        }
    }

    @Test
    void a_sick_one_is_told_what_to_do() throws Exception {
        String database = database("sick");
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start();
                RedisLink link = RedisLink.connect(redis.url())) {
            link.commands().configSet("maxmemory-policy", "allkeys-lru").get(5, TimeUnit.SECONDS);
            Answer answer =
                    doctor(
                            "--redis-url",
                            redis.url(),
                            "--database-url",
                            database,
                            "--url",
                            "http://localhost:9",
                            "--data",
                            elsewhere.toString(),
                            "--json");
            assertEquals(1, answer.exitCode(), answer.text());
            for (String part :
                    new String[] {
                        "\"healthy\":false",
                        "CONFIG SET maxmemory-policy noeviction",
                        "CONFIG SET appendonly yes",
                        "migrations are missing",
                        "no answer"
                    }) {
                assertTrue(answer.text().contains(part), part + " in " + answer.text());
            }
        }
    }

    @Test
    void a_newer_schema_than_ours_is_seen() throws Exception {
        String database = database("newer");
        Migrations.of(Map.of("wardcast.database-url", database)).run(line -> {});
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into alerts.flyway_schema_history (installed_rank, version, description, type,
                        script, checksum, installed_by, execution_time, success)
                    values (1000, '999', 'tomorrow', 'SQL', 'V999__tomorrow.sql', 1, 'somebody', 1, true)
                    """);
        }
        Finding finding =
                new MigrationCheck(database)
                        .examine().stream()
                                .filter(one -> one.subject().equals("schema alerts"))
                                .findFirst()
                                .orElseThrow();
        assertEquals(Finding.Verdict.FAILURE, finding.verdict());
        assertTrue(finding.found().contains("999"), finding.found());
    }

    @Test
    void servers_that_are_away_are_findings_too() {
        Answer answer =
                doctor(
                        "--redis-url", "redis://127.0.0.1:9",
                        "--database-url", "postgresql://nobody:nothing@127.0.0.1:9/none",
                        "--data", elsewhere.toString());
        assertEquals(1, answer.exitCode(), answer.text());
        assertFalse(answer.text().contains("nothing@"), "no password is repeated");
    }

    @Test
    void without_addresses_it_says_what_is_missing() {
        Answer answer = doctor("--data", elsewhere.toString());
        assertEquals(2, answer.exitCode(), answer.text());
        assertTrue(answer.text().contains("--redis-url"), answer.text());
    }
}
