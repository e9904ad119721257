package dev.wardcast.kit.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTrailTest {

    private static final Actor NURSE =
            new Actor(
                    Actor.Kind.USER,
                    "nurse-7",
                    Set.of("NURSE", "ADMIN"),
                    "jti-1",
                    "10.1.2.3",
                    "c-1");

    private AuditFixture database;
    private AuditTrail trail;

    @BeforeEach
    void start() throws SQLException {
        database = new AuditFixture();
        trail = database.trail();
    }

    @AfterEach
    void stop() throws SQLException {
        database.close();
    }

    @Test
    void an_entry_says_who_did_what_to_whom() throws SQLException {
        database.prepare(false);
        AuditEntry entry =
                AuditEntry.of(NURSE, AuditAction.GRANT_GIVEN)
                        .on("grant", "g-1")
                        .patients(Set.of("p-2", "p-1"))
                        .because("shift");

        trail.record(entry);

        assertEquals(
                List.of(
                        entry.id()
                                + " USER nurse-7 {ADMIN,NURSE} jti-1 10.1.2.3 c-1 GRANT_GIVEN grant"
                                + " g-1 ALLOWED shift"),
                database.rows(
                        """
                        select id, actor_kind, actor_id, actor_roles, token_id, address,
                            correlation_id, action, resource_type, resource_id, outcome, reason
                        from audit.entries
                        """));
        assertEquals(
                List.of("p-1", "p-2"),
                database.rows(
                        """
                        select p.patient_id from audit.entry_patients p
                        join audit.entries e on e.id = p.entry_id and e.at = p.at order by 1
                        """));
    }

    @Test
    void an_act_that_is_rolled_back_leaves_no_entry() throws SQLException {
        database.prepare(false);
        try (Connection tx = database.asServices()) {
            tx.setAutoCommit(false);
            trail.record(tx, AuditEntry.of(NURSE, AuditAction.ADMITTED).patient("p-1"));
            tx.rollback();
        }
        assertEquals(List.of(), database.rows("select id from audit.entries"));
        assertEquals(List.of(), database.rows("select entry_id from audit.entry_patients"));
    }

    @Test
    void an_act_whose_entry_is_refused_is_not_done() throws SQLException {
        database.prepare(false);
        try (Connection owner = database.asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute("create table acts (name text)");
            statement.execute("grant insert on acts to " + database.role);
            statement.execute("revoke insert on audit.entry_patients from " + database.role);
        }
        try (Connection tx = database.asServices();
                Statement act = tx.createStatement()) {
            tx.setAutoCommit(false);
            act.execute("insert into acts values ('admitted')");
            assertThrows(
                    SQLException.class,
                    () ->
                            trail.record(
                                    tx, AuditEntry.of(NURSE, AuditAction.ADMITTED).patient("p-1")));
            // PostgreSQL makes a rollback of it: the transaction has failed.
            tx.commit();
        } catch (SQLException refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains("abort"));
        }
        assertEquals(List.of(), database.rows("select name from acts"));
    }

    @Test
    void an_act_without_a_transaction_is_refused() throws SQLException {
        database.prepare(false);
        try (Connection connection = database.asServices()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> trail.record(connection, AuditEntry.of(NURSE, AuditAction.ADMITTED)));
        }
    }

    @Test
    void the_same_entry_is_there_once() throws SQLException {
        database.prepare(false);
        AuditEntry entry = AuditEntry.of(NURSE, AuditAction.STREAM_OPENED).patient("p-1");
        trail.record(entry);
        trail.record(entry);
        assertEquals(List.of(entry.id()), database.rows("select id from audit.entries"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit.entries set actor_id = 'nobody'",
                "delete from audit.entries",
                "delete from audit.entry_patients",
                "truncate audit.entries",
                "truncate audit.entry_patients",
                "drop table audit.entries",
                "drop schema audit cascade",
                "drop trigger append_only on audit.entries",
                "alter table audit.entries disable trigger append_only",
                "alter table audit.entries disable trigger all",
                "alter table audit.entries drop column actor_id",
                "alter table audit.entries owner to current_user",
                "create or replace function audit.refuse_change() returns trigger language plpgsql"
                        + " as $$ begin return null; end $$",
                "set session_replication_role = replica",
                "grant update on audit.entries to current_user",
                "select * from audit.entries",
                "create table audit.mine (x int)",
            })
    void the_services_role_can_only_add(String attempt) throws SQLException {
        database.prepare(false);
        trail.record(AuditEntry.of(NURSE, AuditAction.SIGN_IN).patient("p-1"));

        try (Connection services = database.asServices();
                Statement statement = services.createStatement()) {
            if (attempt.startsWith("grant ")) {
                // Not refused but worth nothing: PostgreSQL answers with a warning.
                statement.execute(attempt);
            } else {
                SQLException refusal =
                        assertThrows(SQLException.class, () -> statement.execute(attempt));
                assertEquals("42501", refusal.getSQLState());
            }
        }
        assertEquals(List.of("nurse-7"), database.rows("select actor_id from audit.entries"));
        assertEquals(
                List.of("f"),
                database.rows(
                        "select has_table_privilege('"
                                + database.role
                                + "', 'audit.entries', 'update, delete, truncate')"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit.entries set actor_id = 'nobody'",
                "delete from audit.entries where false",
                "truncate audit.entry_patients",
            })
    void even_the_owner_changes_nothing_by_mistake(String attempt) throws SQLException {
        database.prepare(false);
        trail.record(AuditEntry.of(NURSE, AuditAction.SIGN_IN).patient("p-1"));
        try (Connection owner = database.asOwner();
                Statement statement = owner.createStatement()) {
            SQLException refusal =
                    assertThrows(SQLException.class, () -> statement.execute(attempt));
            assertTrue(String.valueOf(refusal.getMessage()).contains("append-only"));
        }
    }

    @Test
    void only_a_service_that_searches_can_read() throws SQLException {
        database.prepare(true);
        trail.record(AuditEntry.of(NURSE, AuditAction.SIGN_IN));
        try (Connection services = database.asServices();
                Statement statement = services.createStatement()) {
            assertTrue(statement.executeQuery("select id from audit.entries").next());
        }
    }

    @Test
    void services_that_start_at_once_make_one_schema() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> start =
                    () -> {
                        database.prepare(true);
                        return null;
                    };
            for (Future<Void> started :
                    threads.invokeAll(List.of(start, start, start, start, start))) {
                started.get();
            }
        }
        trail.record(AuditEntry.of(NURSE, AuditAction.SIGN_IN));
        assertEquals(List.of("SIGN_IN"), database.rows("select action from audit.entries"));
    }

    @Test
    void without_an_owner_the_schema_that_is_there_is_used() throws SQLException {
        database.prepare(false);
        new AuditSchema(database.servicesUrl, null, false).prepare();
        trail.record(AuditEntry.of(NURSE, AuditAction.SIGN_IN));
        assertEquals(List.of("SIGN_IN"), database.rows("select action from audit.entries"));
    }

    @Test
    void without_any_owner_the_services_make_it_themselves_and_the_trigger_remains()
            throws SQLException {
        new AuditSchema(database.servicesUrl, null, false).prepare();
        trail.record(AuditEntry.of(NURSE, AuditAction.SIGN_IN));
        try (Connection services = database.asServices();
                Statement statement = services.createStatement()) {
            SQLException refusal =
                    assertThrows(
                            SQLException.class,
                            () -> statement.execute("delete from audit.entries"));
            assertTrue(String.valueOf(refusal.getMessage()).contains("append-only"));
        }
    }
}
