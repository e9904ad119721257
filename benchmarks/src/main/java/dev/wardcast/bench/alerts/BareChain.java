package dev.wardcast.bench.alerts;

import dev.wardcast.bench.load.OpenLoop;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.DiskProbe;
import dev.wardcast.bench.report.Latencies;
import dev.wardcast.bench.subject.DataServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that the same promises cost: {@code XADD}, {@code XREAD}, one {@code INSERT} with its
 * commit for all that waits, {@code PUBLISH}, a subscriber. One thread, no HTTP, no rules.
 */
final class BareChain implements Chain {

    private static final String STREAM = "bench:samples";
    private static final String CHANNEL = "bench:alerts";
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int alertEach;
    private final DataServers servers = DataServers.start();
    private final RedisClient redis = RedisClient.create(servers.redisUrl());
    private final StatefulRedisConnection<String, String> writer = redis.connect();
    private final StatefulRedisConnection<String, String> reader = redis.connect();
    private final StatefulRedisPubSubConnection<String, String> subscriber = redis.connectPubSub();
    private final AtomicLong underWay = new AtomicLong();
    private final CpuMeter meter =
            new CpuMeter()
                    .with("PostgreSQL", servers.postgresPid())
                    .with("Redis", servers.redisPid());
    private final Thread worker = Thread.ofPlatform().daemon().name("bare").unstarted(this::work);
    private volatile Latencies latencies = new Latencies();
    private volatile Latencies commits = new Latencies();
    private volatile boolean closed;
    private long sent;

    /**
     * @param alertEach one sample in so many is told, as with {@link Fleet}
     */
    BareChain(int alertEach) {
        this.alertEach = alertEach;
        subscriber.addListener(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String due) {
                        latencies.record(System.nanoTime() - Long.parseLong(due));
                        underWay.decrementAndGet();
                    }
                });
        subscriber.sync().subscribe(CHANNEL);
        worker.start();
    }

    @Override
    public Run run(double rate, Duration duration) throws InterruptedException {
        Latencies into = new Latencies();
        latencies = into;
        Latencies kept = new Latencies();
        commits = kept;
        Latencies pages = new Latencies();
        servers.disk().record(pages);
        CpuMeter.Reading before = meter.read();
        OpenLoop.run(rate, duration, this::send);
        CpuMeter.Reading after = meter.read();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (underWay.get() > 0) {
            if (System.nanoTime() > deadline || !worker.isAlive()) {
                throw new IllegalStateException(underWay + " messages have not arrived");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        Map<String, Double> figures = into.figures();
        figures.put("alerts/s", into.count() * 1e9 / duration.toNanos());
        figures.put("commit p50 ms", kept.percentile(50));
        figures.put("commit p99 ms", kept.percentile(99));
        figures.putAll(DiskProbe.figures(pages));
        figures.putAll(after.cores(before));
        return new Run(figures, 0);
    }

    private void send(long due) {
        boolean told = sent++ % alertEach == 0;
        if (told) {
            underWay.incrementAndGet();
        }
        writer.async()
                .xadd(
                        STREAM,
                        XAddArgs.Builder.maxlen(100_000).approximateTrimming(),
                        told ? "told" : "kept",
                        Long.toString(due));
    }

    private void work() {
        try (Connection database = DriverManager.getConnection(servers.databaseUrl())) {
            try (Statement create = database.createStatement()) {
                create.execute("create table bare_chain (id text primary key, data text not null)");
            }
            database.setAutoCommit(false);
            XReadArgs next = XReadArgs.Builder.count(BATCH).block(1_000);
            String position = "0";
            while (!closed) {
                List<StreamMessage<String, String>> batch =
                        reader.sync().xread(next, XReadArgs.StreamOffset.from(STREAM, position));
                if (!batch.isEmpty()) {
                    position = batch.getLast().getId();
                    store(database, batch);
                    batch.forEach(this::tell);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void store(Connection database, List<StreamMessage<String, String>> batch)
            throws SQLException {
        Object[] ids = batch.stream().map(StreamMessage::getId).toArray();
        Object[] data = batch.stream().map(message -> message.getBody().toString()).toArray();
        try (PreparedStatement insert =
                database.prepareStatement(
                        "insert into bare_chain select * from unnest(?::text[], ?::text[])")) {
            insert.setArray(1, database.createArrayOf("text", ids));
            insert.setArray(2, database.createArrayOf("text", data));
            insert.executeUpdate();
        }
        long began = System.nanoTime();
        database.commit();
        commits.record(System.nanoTime() - began);
    }

    private void tell(StreamMessage<String, String> message) {
        String due = message.getBody().get("told");
        if (due != null) {
            writer.async().publish(CHANNEL, due);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            worker.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        redis.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        servers.close();
    }
}
