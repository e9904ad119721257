package dev.wardcast.vitals.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.AccessWorld;
import dev.wardcast.vitals.VitalsNode;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Nodes of the service on one Redis and one database, and an eye on what they publish. */
final class FleetWorld implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.createDefault();

    private final EmbeddedRedis redis = EmbeddedRedis.builder().start();
    private final RedisLink link = RedisLink.connect(redis.url());
    private final String databaseUrl = TestServers.freshDatabaseUrl();
    private final List<VitalsNode> nodes = new ArrayList<>();
    final AccessWorld access = new AccessWorld(link);

    /** Starts one more node. */
    VitalsNode node(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("wardcast.vitals.lease", "600ms");
        VitalsNode node = new VitalsNode(redis.url(), databaseUrl, access.jwksUrl(), all);
        nodes.add(node);
        return node;
    }

    /** What is in the buffer of a room, oldest first. */
    record Told(String type, Map<String, Object> data) {
        Object get(String field) {
            return data.get(field);
        }
    }

    List<Told> told(String room) {
        return link
                .commands()
                .xrange(new Keys(1).buffer(0, room).getBytes(UTF_8), all())
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join()
                .stream()
                .flatMap(message -> events(message).stream())
                .map(FleetWorld::told)
                .toList();
    }

    /** Those that came together are one entry, see {@code buffer.lua}. */
    private static List<byte[]> events(StreamMessage<byte[], byte[]> message) {
        Map<String, byte[]> fields = new HashMap<>();
        message.getBody().forEach((name, value) -> fields.put(new String(name, UTF_8), value));
        byte[] all = fields.get("e");
        if (!fields.containsKey("l")) {
            return List.of(all);
        }
        List<byte[]> events = new ArrayList<>();
        int from = 0;
        for (String length : new String(fields.get("l"), UTF_8).split(" ")) {
            int to = from + Integer.parseInt(length);
            events.add(Arrays.copyOfRange(all, from, to));
            from = to;
        }
        return events;
    }

    List<String> typesIn(String room) {
        return told(room).stream().map(Told::type).toList();
    }

    private static Range<String> all() {
        return Range.create("-", "+");
    }

    @SuppressWarnings("unchecked")
    private static Told told(byte[] entry) {
        String[] parts = new String(entry, UTF_8).split("\n", 2);
        try {
            return new Told(parts[0].split(" ")[1], JSON.readValue(parts[1], Map.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(VitalsNode::close);
        access.close();
        link.close();
        redis.close();
    }
}
