package dev.wardcast.kit.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.TestServers;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerHttpRequestContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

class RequestShareTest {

    private static final int SHARE = 2;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final RequestShare pool = new RequestShare(database(), SHARE, PATIENCE);

    private static PGSimpleDataSource database() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(TestServers.freshDatabaseUrl());
        return database;
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void asRequest(Work work) throws Exception {
        try (PropagatedContext.Scope scope =
                PropagatedContext.getOrEmpty()
                        .plus(new ServerHttpRequestContext(HttpRequest.GET("/")))
                        .propagate()) {
            work.run();
        }
    }

    private static int one(Connection connection) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery("select 1")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void requests_that_ask_for_more_than_their_share_wait_and_all_get_their_turn()
            throws Exception {
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        RequestShare patient = new RequestShare(database(), SHARE, Duration.ofSeconds(30));
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(
                        requests.submit(() -> {
                            asRequest(() -> {
                                try (Connection connection = patient.getConnection()) {
                                    most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                                    assertEquals(1, one(connection));
                                    holding.decrementAndGet();
                                }
                            });
                            return null;
                        }));
            }
            for (Future<?> answer : answers) {
                answer.get();
            }
        }
        assertTrue(most.get() <= SHARE, most::toString);
    }

    @Test
    void while_requests_have_their_whole_share_others_find_a_connection() throws Exception {
        List<Connection> taken = new ArrayList<>();
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SHARE; i++) {
                requests.submit(
                                () -> {
                                    asRequest(() -> taken.add(pool.getConnection()));
                                    return null;
                                })
                        .get();
            }
        }
        asRequest(() -> assertThrows(TooBusyException.class, pool::getConnection));
        try (Connection own = pool.getConnection()) {
            assertEquals(1, one(own));
        }
        for (Connection connection : taken) {
            connection.unwrap(PGConnection.class);
            connection.close();
        }
    }

    @Test
    void a_request_that_has_a_connection_gets_another_and_gives_its_place_back_once()
            throws Exception {
        for (int i = 0; i < 3 * SHARE; i++) {
            asRequest(() -> {
                try (Connection one = pool.getConnection();
                        Connection other = pool.getConnection();
                        Connection third = pool.getConnection()) {
                    assertEquals(3, one(one) + one(other) + one(third));
                    third.close();
                    assertThrows(SQLException.class, third::createStatement);
                }
            });
        }
        asRequest(() -> {
            List<Connection> own = List.of(pool.getConnection(), pool.getConnection());
            for (Connection connection : own) {
                connection.close();
            }
        });
    }
}
