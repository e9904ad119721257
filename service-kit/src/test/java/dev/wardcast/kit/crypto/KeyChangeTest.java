package dev.wardcast.kit.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class KeyChangeTest {

    private static final String OLD = "old:" + AesKey.random();
    private static final String NEW = "new:" + AesKey.random();
    private static final SealedColumn COLUMN =
            new SealedColumn("any", "letters", "id", "body", id -> "letter:" + id);

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final AesVault before = vault(OLD);
    private final AesVault after = vault(NEW, OLD);

    private static AesVault vault(String... keys) {
        return new AesVault(new VaultSettings(List.of(keys), null, null));
    }

    @BeforeEach
    void table() throws SQLException {
        database.setUrl(TestServers.freshDatabaseUrl());
        run("create table letters (id text primary key, body text)");
        run("create index letters_key on letters (split_part(body, '.', 2))");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private void write(AesVault vault, int from, int to) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into letters values (?, ?)")) {
            for (int i = from; i < to; i++) {
                insert.setString(1, "%05d".formatted(i));
                insert.setString(2, vault.seal("text " + i, "letter:%05d".formatted(i)));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private Map<String, String> stored() throws SQLException {
        Map<String, String> stored = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select id, body from letters");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                stored.put(row.getString(1), row.getString(2));
            }
        }
        return stored;
    }

    private Resealer resealer(TextVault vault) {
        return new Resealer(COLUMN, database, vault);
    }

    @Test
    void every_row_of_a_former_key_is_sealed_with_the_active_one_and_says_the_same()
            throws SQLException {
        write(before, 0, 450);
        write(after, 450, 460);
        run("insert into letters values ('empty', null)");
        assertEquals(450, resealer(after).left());
        assertEquals(new Resealer.Outcome(450, 0), resealer(after).run());
        assertEquals(0, resealer(after).left());
        assertEquals(new Resealer.Outcome(0, 0), resealer(after).run());
        AesVault onlyNew = vault(NEW);
        Map<String, String> stored = stored();
        for (int i = 0; i < 460; i++) {
            String id = "%05d".formatted(i);
            assertEquals("text " + i, onlyNew.open(stored.get(id), "letter:" + id));
        }
    }

    @Test
    void several_nodes_share_the_work_and_do_no_row_twice() throws Exception {
        write(before, 0, 2000);
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Resealer.Outcome>> work = new ArrayList<>();
            for (int node = 0; node < 4; node++) {
                work.add(() -> resealer(after).run());
            }
            int sealed = 0;
            for (Future<Resealer.Outcome> outcome : nodes.invokeAll(work)) {
                sealed += outcome.get().sealed();
            }
            // What one node held while another passed by is for the next time.
            assertEquals(2000 - resealer(after).left(), sealed);
        }
        resealer(after).run();
        assertEquals(0, resealer(after).left());
    }

    @Test
    void rows_that_nobody_can_open_stay_and_hold_nothing_up() throws SQLException {
        write(vault("lost:" + AesKey.random()), 0, 300);
        write(before, 300, 350);
        Map<String, String> untouched = stored();
        assertEquals(new Resealer.Outcome(50, 300), resealer(after).run());
        assertEquals(300, resealer(after).left());
        assertEquals(untouched.get("00007"), stored().get("00007"));
    }

    @Test
    void without_a_key_the_job_refuses() throws SQLException {
        write(before, 0, 1);
        String message =
                assertThrows(VaultException.class, () -> resealer(vault()).run()).getMessage();
        assertTrue(message.contains("wardcast.vault.keys"), message);
    }
}
