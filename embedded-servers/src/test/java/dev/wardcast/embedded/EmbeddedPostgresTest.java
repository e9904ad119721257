package dev.wardcast.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @Test
    void what_was_committed_survives_a_crash_and_a_new_start(@TempDir Path dir)
            throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().dataDir(dir).start()) {
            assertTrue(postgres.createDatabase("wardcast"));
            assertFalse(postgres.createDatabase("wardcast"));
            execute(postgres, "CREATE TABLE t (v int)");
            execute(postgres, "INSERT INTO t VALUES (7)");
            postgres.kill();
            postgres.start();
            assertEquals("7", query(postgres, "SELECT v FROM t"));
        }
        try (EmbeddedPostgres again = EmbeddedPostgres.builder().dataDir(dir).start()) {
            assertEquals("7", query(again, "SELECT v FROM t"));
        }
    }

    @Test
    void runs_the_version_that_it_says_and_refuses_a_wrong_password() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().fast(true).start()) {
            postgres.createDatabase("wardcast");
            String version = query(postgres, "SHOW server_version");
            assertEquals(EmbeddedPostgres.VERSION, version);
            String url = postgres.jdbcUrl("wardcast") + "x";
            assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
        }
    }

    @Test
    void as_root_it_also_runs_where_namespaces_are_forbidden() throws SQLException {
        assumeTrue(PostgresAccount.detect() != PostgresAccount.OWN, "only root changes accounts");
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().fast(true).account(PostgresAccount.NOBODY).start()) {
            postgres.createDatabase("wardcast");
            assertEquals("1", query(postgres, "SELECT 1"));
            assertEquals(
                    "nobody",
                    ProcessHandle.of(postgres.pid()).orElseThrow().info().user().orElseThrow());
        }
    }

    @Test
    void services_own_what_they_make_and_what_was_there_and_nothing_else(@TempDir Path dir)
            throws SQLException {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().dataDir(dir).fast(true).start()) {
            postgres.createDatabase("wardcast");
            // As it was when the superuser did everything.
            execute(
                    postgres,
                    """
                    create schema wards; create schema kept;
                    create table wards.beds (id bigint generated always as identity primary key,
                        old serial, name text);
                    create sequence wards.numbers; create view wards.all_beds as table wards.beds;
                    create function wards.f() returns trigger language plpgsql
                        as 'begin return new; end';
                    create trigger t before insert on wards.beds
                        for each row execute function wards.f();
                    create table kept.t (v int)
                    """);
            String url = postgres.servicesUrl("wardcast", Set.of("kept"));
            assertEquals(url, postgres.servicesUrl("wardcast", Set.of("kept")));

            asServices(url, "alter table wards.beds add column floor int");
            asServices(url, "insert into wards.beds (name) values ('a')");
            asServices(url, "create or replace view wards.all_beds as table wards.beds");
            asServices(url, "drop function wards.f() cascade");
            asServices(url, "alter sequence wards.numbers increment 2");
            asServices(url, "create schema own; create table own.t (v int)");
            for (String refused :
                    List.of(
                            "insert into kept.t values (1)",
                            "drop schema kept cascade",
                            "create role another superuser",
                            "alter role wardcast_services superuser",
                            "copy (select 1) to program 'true'",
                            "set role wardcast")) {
                assertEquals(
                        "42501",
                        assertThrows(SQLException.class, () -> asServices(url, refused))
                                .getSQLState(),
                        refused);
            }
        }
    }

    private static void asServices(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("wardcast"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("wardcast"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
