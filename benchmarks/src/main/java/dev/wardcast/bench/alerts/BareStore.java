package dev.wardcast.bench.alerts;

import com.sun.net.httpserver.HttpServer;
import dev.wardcast.bench.subject.ChildProcess;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.LaunchOptions;
import dev.wardcast.bench.subject.RunningService;
import dev.wardcast.eventlog.vitals.SampleQueue;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The machine's own limit: reads the same streams and stores what the rules store, batch by batch
 * in one transaction, but knows no rules, reads no state, and makes objects of nothing that it does
 * not have to. A process of its own, a thread for each partition.
 */
final class BareStore {

    static final int BATCH = 500;

    private BareStore() {}

    static RunningService start(DataServers servers) {
        int port = ChildProcess.freePort();
        Path directory = ChildProcess.directory("bare-store");
        ChildProcess process =
                ChildProcess.java(
                        directory,
                        Map.of(),
                        LaunchOptions.ofService(),
                        System.getProperty("java.class.path"),
                        BareStore.class.getName(),
                        servers.redisUrl(),
                        servers.databaseUrl(),
                        Integer.toString(port));
        return new RunningService(process.awaitPort(port), port);
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        String databaseUrl = arguments[1];
        LongAdder samples = new LongAdder();
        createTables(databaseUrl);
        RedisClient redis = RedisClient.create(arguments[0]);
        for (int partition = 0; partition < SampleQueue.PARTITIONS; partition++) {
            BarePartition work = new BarePartition(partition, redis, databaseUrl, samples);
            Thread.ofPlatform().name("partition-" + partition).start(work);
        }
        InetSocketAddress address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[2]));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext(
                "/metrics",
                exchange -> {
                    byte[] page = (Evaluation.SAMPLES + " " + samples.sum() + "\n").getBytes();
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        server.start();
    }

    private static void createTables(String databaseUrl) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement create = connection.createStatement()) {
            create.execute(
                    """
                    create table bare_positions (partition int primary key, position text not null);
                    insert into bare_positions select generate_series(0, 7), '0';
                    create table bare_states (patient_id text not null, rule_id text not null,
                        taken_at timestamptz[] not null, readings float8[] not null,
                        primary key (patient_id, rule_id)) with (fillfactor = 80);
                    create table bare_alerts (id text primary key, data text not null);
                    create table bare_outbox (id bigint generated always as identity primary key,
                        event_id text not null unique, data text not null)
                    """);
        }
    }
}
