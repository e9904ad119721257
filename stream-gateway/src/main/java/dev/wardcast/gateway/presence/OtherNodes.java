package dev.wardcast.gateway.presence;

import static dev.wardcast.gateway.presence.PresenceKeys.text;
import static dev.wardcast.gateway.presence.RedisAnswers.await;

import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the other living gateways wrote about themselves. Blocks; for virtual threads. */
@Singleton
final class OtherNodes {

    /** In pages, because an answer of megabytes would keep everybody else waiting in Redis. */
    private static final ScanArgs PAGE = ScanArgs.Builder.limit(1_000);

    private final RedisLink redis;
    private final ThisNode self;
    private final PresenceFields fields;

    OtherNodes(RedisLink redis, ThisNode self, PresenceFields fields) {
        this.redis = redis;
        this.self = self;
        this.fields = fields;
    }

    /**
     * Those that live: one that died is still in the set of nodes, but its document is not there.
     */
    List<NodeDocument> living() throws IOException, InterruptedException {
        List<CompletionStage<Optional<byte[]>>> asked = new ArrayList<>();
        for (String node : names()) {
            asked.add(
                    redis.commands()
                            .get(PresenceKeys.document(node))
                            .thenApply(Optional::ofNullable));
        }
        List<NodeDocument> living = new ArrayList<>();
        for (var answer : asked) {
            Optional<byte[]> document = await(answer);
            if (document.isPresent()) {
                living.add(fields.document(document.get()));
            }
        }
        return living;
    }

    private List<String> names() throws IOException, InterruptedException {
        return await(redis.commands().zrange(PresenceKeys.NODES, 0, -1)).stream()
                .map(PresenceKeys::text)
                .filter(node -> !node.equals(self.id()))
                .toList();
    }

    /** Connections in this room by user, of each node that has some there. */
    List<Map<String, Integer>> inRoom(String room) throws IOException, InterruptedException {
        List<CompletionStage<Optional<byte[]>>> asked = new ArrayList<>();
        for (String node : names()) {
            asked.add(
                    redis.commands()
                            .hget(PresenceKeys.rooms(node), PresenceKeys.bytes(room))
                            .thenApply(Optional::ofNullable));
        }
        List<Map<String, Integer>> found = new ArrayList<>();
        for (var answer : asked) {
            Optional<byte[]> users = await(answer);
            if (users.isPresent()) {
                found.add(fields.usersIn(users.get()));
            }
        }
        return found;
    }

    /** Connections by room. */
    Map<String, Integer> byRoom(String node) throws IOException, InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        for (Map.Entry<String, byte[]> room : hash(PresenceKeys.rooms(node)).entrySet()) {
            int sum =
                    fields.usersIn(room.getValue()).values().stream()
                            .mapToInt(Integer::intValue)
                            .sum();
            counts.put(room.getKey(), sum);
        }
        return counts;
    }

    /** Connections by user. */
    Map<String, Integer> byUser(String node) throws IOException, InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        hash(PresenceKeys.users(node))
                .forEach((user, count) -> counts.put(user, Integer.parseInt(text(count))));
        return counts;
    }

    private Map<String, byte[]> hash(byte[] key) throws IOException, InterruptedException {
        Map<String, byte[]> all = new HashMap<>();
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            MapScanCursor<byte[], byte[]> page = await(redis.commands().hscan(key, cursor, PAGE));
            page.getMap().forEach((field, value) -> all.put(text(field), value));
            cursor = page;
        } while (!cursor.isFinished());
        return all;
    }
}
