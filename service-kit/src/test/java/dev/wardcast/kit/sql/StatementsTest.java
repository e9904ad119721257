package dev.wardcast.kit.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class StatementsTest {

    private static final String TELL = "select pg_notify('news', ?)";
    private static final String INSERT = "insert into notes select * from unnest(?::text[])";

    private final String url = TestServers.freshDatabaseUrl();
    private Connection tx;

    @BeforeEach
    void open() throws SQLException {
        tx = DriverManager.getConnection(url);
        tx.createStatement().execute("create table notes (text text not null)");
        tx.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        tx.close();
    }

    private static Statements insert(String... texts) {
        return new Statements().add(INSERT, values -> values.texts(List.of(texts)));
    }

    /** What others see. */
    private List<String> committed() throws SQLException {
        try (Connection other = DriverManager.getConnection(url);
                ResultSet row =
                        other.createStatement().executeQuery("select text from notes order by 1")) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }

    @Test
    void a_text_arrives_as_it_is() throws Exception {
        List<String> texts =
                List.of(
                        "",
                        " ",
                        "\"",
                        "\\",
                        "NULL",
                        "a,b",
                        "{a}",
                        "'",
                        "\n",
                        "e\u0301",
                        "\uD83D\uDE91");
        insert(texts.toArray(String[]::new)).commit(tx);
        assertEquals(Set.copyOf(texts), Set.copyOf(committed()));
        assertEquals(texts.size(), committed().size());
    }

    @Test
    void where_there_is_no_text_there_is_none_in_the_database() throws Exception {
        try (PreparedStatement select = tx.prepareStatement("select (?::text[])[2] is null")) {
            SqlArrays.setTexts(
                    select, 1, List.of("a", "b"), text -> text.equals("b") ? null : text);
            try (ResultSet row = select.executeQuery()) {
                assertTrue(row.next() && row.getBoolean(1));
            }
        }
    }

    @Test
    void all_of_them_are_committed_in_their_order() throws Exception {
        insert("b")
                .add("update notes set text = text || ?", values -> values.set("!"))
                .add("select pg_notify('nobody', '')", values -> {})
                .add(INSERT, values -> values.texts(List.of("a", "c")))
                .commit(tx);
        assertEquals(List.of("a", "b!", "c"), committed());
    }

    @Test
    void of_those_that_fail_nothing_is_left_and_the_connection_is_good_for_others()
            throws Exception {
        for (int i = 0; i < 12; i++) {
            Statements failing = insert("lost").add("select 1 / ?::int", values -> values.set(0));
            assertThrows(SQLException.class, () -> failing.commit(tx));
            tx.rollback();
            assertEquals(List.of(), committed());
        }
        insert("kept").commit(tx);
        assertEquals(List.of("kept"), committed());
    }

    @Test
    void what_is_told_afterwards_is_heard_when_the_rest_is_committed() throws Exception {
        try (Connection listener = DriverManager.getConnection(url)) {
            listener.createStatement().execute("listen news");
            for (int i = 0; i < 12; i++) {
                insert("note").afterwards(TELL, values -> values.set("once")).commit(tx);
                // Nothing is left open that would hold it back.
                assertEquals(List.of("once"), heard(listener, 10_000));
            }
            assertEquals(12, committed().size());
        }
    }

    @Test
    void what_is_told_afterwards_is_told_by_whoever_commits() throws Exception {
        try (Connection listener = DriverManager.getConnection(url)) {
            listener.createStatement().execute("listen news");
            insert("lost").afterwards(TELL, values -> values.set("lost")).run(tx);
            tx.rollback();
            insert("kept").afterwards(TELL, values -> values.set("kept")).run(tx);
            assertEquals(List.of(), heard(listener, 1));
            tx.commit();
            assertEquals(List.of("kept"), heard(listener, 10_000));
        }
    }

    @Test
    void a_failure_afterwards_fails_nothing_that_is_committed() throws Exception {
        for (int i = 0; i < 12; i++) {
            insert("kept").afterwards("select 1 / ?::int", values -> values.set(0)).commit(tx);
            tx.commit();
            assertEquals(i + 1, committed().size());
        }
    }

    private static List<String> heard(Connection listener, int millis) throws SQLException {
        return Arrays.stream(listener.unwrap(PGConnection.class).getNotifications(millis))
                .map(PGNotification::getParameter)
                .toList();
    }

    @Test
    void those_that_only_run_belong_to_the_transaction_that_goes_on() throws Exception {
        insert("first").run(tx);
        assertEquals(List.of(), committed());
        insert("second").commit(tx);
        assertEquals(List.of("first", "second"), committed());
        insert("third").run(tx);
        tx.rollback();
        assertEquals(List.of("first", "second"), committed());
    }

    @Test
    void what_statements_answer_at_length_splits_no_transaction() throws Exception {
        // The driver waits for answers where many are on their way: it must be in one transaction.
        for (int i = 0; i < 12; i++) {
            Statements talking = new Statements();
            for (int statement = 0; statement < 20; statement++) {
                talking.add(INSERT, values -> values.texts(List.of("lost")))
                        .add("select repeat('x', ?)", values -> values.set(100_000));
            }
            talking.add("select 1 / ?::int", values -> values.set(0));
            assertThrows(SQLException.class, () -> talking.commit(tx));
            tx.rollback();
            assertEquals(List.of(), committed());
        }
    }

    @Test
    void outside_of_a_transaction_they_are_refused() throws Exception {
        tx.setAutoCommit(true);
        assertThrows(IllegalStateException.class, () -> insert("alone").run(tx));
        assertEquals(List.of(), committed());
    }

    @Test
    void none_at_all_commits_what_was_done_before() throws Exception {
        insert("before").run(tx);
        new Statements().commit(tx);
        assertEquals(List.of("before"), committed());
        assertFalse(tx.getAutoCommit());
    }
}
