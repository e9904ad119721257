package dev.wardcast.bench.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One partition of {@link BareStore}. */
final class BarePartition implements Runnable {

    /** As many alerts as the rules raise in {@link SampleMix}: eight in an episode, or so. */
    private static final int SAMPLES_AN_ALERT = 500;

    /** As many as lie together where the queue is full. */
    private static final int SAMPLES_AN_ENTRY = 64;

    private static final String MOVE = "update bare_positions set position = ? where partition = ?";

    private static final String STATES =
            """
            insert into bare_states (patient_id, rule_id, taken_at, readings)
            select patient_id, rule_id, array[t, t, t], array[v, v, v]
            from (select patient_id, rule_id, to_timestamp(at::float8 / 1e6) as t, v::float8 as v
                  from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                      as n(patient_id, rule_id, at, v)) s
            on conflict (patient_id, rule_id) do update set
                taken_at = excluded.taken_at, readings = excluded.readings
            """;

    private static final String ALERTS =
            """
            with a as (insert into bare_alerts (id, data)
                select * from unnest(?::text[], ?::text[]) returning id, data)
            insert into bare_outbox (event_id, data) select id, data from a
            """;

    private final int partition;
    private final RedisClient redis;
    private final String databaseUrl;
    private final LongAdder samples;
    private long seen;

    BarePartition(int partition, RedisClient redis, String databaseUrl, LongAdder samples) {
        this.partition = partition;
        this.redis = redis;
        this.databaseUrl = databaseUrl;
        this.samples = samples;
    }

    @Override
    public void run() {
        try (StatefulRedisConnection<byte[], byte[]> stream = redis.connect(new ByteArrayCodec());
                Connection database = DriverManager.getConnection(databaseUrl)) {
            database.setAutoCommit(false);
            byte[] key = ("wc:{q" + partition + "}:samples").getBytes(UTF_8);
            XReadArgs next =
                    XReadArgs.Builder.count(BareStore.BATCH / SAMPLES_AN_ENTRY).block(1_000);
            String position = "0";
            while (true) {
                List<StreamMessage<byte[], byte[]>> entries =
                        stream.sync().xread(next, XReadArgs.StreamOffset.from(key, position));
                if (!entries.isEmpty()) {
                    position = entries.getLast().getId();
                    List<String> batch = entries.stream().flatMap(BarePartition::samples).toList();
                    store(database, position, batch);
                    samples.add(batch.size());
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> samples(StreamMessage<byte[], byte[]> entry) {
        return entry.getBody().entrySet().stream()
                .filter(field -> new String(field.getKey(), UTF_8).equals("s"))
                .flatMap(field -> new String(field.getValue(), UTF_8).lines());
    }

    private void store(Connection database, String position, List<String> batch)
            throws SQLException {
        Map<String, String> newest = new HashMap<>();
        List<String[]> alerts = new ArrayList<>();
        for (String sample : batch) {
            newest.put(part(sample, "\"p\":\"", '"') + ' ' + part(sample, "\"t\":\"", '"'), sample);
            if (++seen % SAMPLES_AN_ALERT == 0) {
                alerts.add(new String[] {partition + "-" + seen, sample});
            }
        }
        try (PreparedStatement move = database.prepareStatement(MOVE);
                PreparedStatement states = database.prepareStatement(STATES)) {
            move.setString(1, position);
            move.setInt(2, partition);
            move.executeUpdate();
            List<Map.Entry<String, String>> rows = List.copyOf(newest.entrySet());
            column(states, 1, rows, row -> row.substring(0, row.indexOf(' ')), true);
            column(states, 2, rows, row -> row.substring(row.indexOf(' ') + 1), true);
            column(states, 3, rows, sample -> part(sample, "\"at\":", ','), false);
            column(states, 4, rows, BarePartition::firstValue, false);
            states.executeUpdate();
        }
        if (!alerts.isEmpty()) {
            try (PreparedStatement insert = database.prepareStatement(ALERTS)) {
                insert.setArray(1, texts(database, alerts.stream().map(a -> a[0]).toArray()));
                insert.setArray(2, texts(database, alerts.stream().map(a -> a[1]).toArray()));
                insert.executeUpdate();
            }
        }
        database.commit();
    }

    private static void column(
            PreparedStatement statement,
            int index,
            List<Map.Entry<String, String>> rows,
            UnaryOperator<String> of,
            boolean ofKey)
            throws SQLException {
        Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = of.apply(ofKey ? rows.get(i).getKey() : rows.get(i).getValue());
        }
        statement.setArray(index, texts(statement.getConnection(), values));
    }

    private static java.sql.Array texts(Connection database, Object[] values) throws SQLException {
        return database.createArrayOf("text", values);
    }

    private static String firstValue(String sample) {
        String values = part(sample, "\"v\":[", ']');
        int comma = values.indexOf(',');
        return comma < 0 ? values : values.substring(0, comma);
    }

    private static String part(String sample, String after, char end) {
        int from = sample.indexOf(after) + after.length();
        return sample.substring(from, sample.indexOf(end, from));
    }
}
