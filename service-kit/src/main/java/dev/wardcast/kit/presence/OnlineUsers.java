package dev.wardcast.kit.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.KeyValue;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which users have a stream open on some gateway. Each gateway mirrors its own counts into Redis, a
 * second behind; one that died counts no more when its document has expired there, after seconds.
 */
@Singleton
public final class OnlineUsers {

    private static final byte[] NODES = bytes("wc:gateway:nodes");

    private final RedisLink redis;

    OnlineUsers(RedisLink redis) {
        this.redis = redis;
    }

    /** Those of them who have one. Fails while Redis is away. */
    public CompletionStage<Set<String>> among(Collection<String> userIds) {
        List<String> asked = List.copyOf(userIds);
        if (asked.isEmpty()) {
            return CompletableFuture.completedFuture(Set.of());
        }
        return redis.commands()
                .zrange(NODES, 0, -1)
                .thenCompose(nodes -> {
                    List<CompletableFuture<Set<String>>> each = new ArrayList<>();
                    for (byte[] node : nodes) {
                        each.add(on(new String(node, UTF_8), asked).toCompletableFuture());
                    }
                    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                            .thenApply(done -> {
                                Set<String> online = new HashSet<>();
                                each.forEach(found -> online.addAll(found.join()));
                                return online;
                            });
                });
    }

    private CompletionStage<Set<String>> on(String node, List<String> asked) {
        byte[][] fields = asked.stream().map(OnlineUsers::bytes).toArray(byte[][]::new);
        CompletionStage<Long> alive = redis.commands().exists(key(node, "node"));
        return redis.commands()
                .hmget(key(node, "users"), fields)
                .thenCombine(
                        alive,
                        (counts, there) -> {
                            Set<String> online = new HashSet<>();
                            for (int i = 0; there == 1 && i < asked.size(); i++) {
                                KeyValue<byte[], byte[]> count = counts.get(i);
                                if (count.hasValue()) {
                                    online.add(asked.get(i));
                                }
                            }
                            return online;
                        });
    }

    private static byte[] key(String node, String what) {
        return bytes("wc:gateway:{" + node + "}:" + what);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
