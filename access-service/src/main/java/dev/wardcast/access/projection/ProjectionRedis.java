package dev.wardcast.access.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.access.ProjectionKeys;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The projection's keys in Redis, from the writer's side. Blocks. */
@Singleton
final class ProjectionRedis {

    /**
     * KEYS[1] document; ARGV[1] new text, ARGV[2] origin, ARGV[3] version. Answers 1 if the text is
     * another one now. Of two writers the one with the newer version stands, whoever comes last; a
     * document of another origin is no match for any.
     */
    private static final byte[] PUT_UNLESS_OLDER =
            """
            local old = redis.call('GET', KEYS[1])
            if old == ARGV[1] then return 0 end
            if old then
              local readable, document = pcall(cjson.decode, old)
              if readable and document.origin == ARGV[2] and document.version > tonumber(ARGV[3]) then
                return 0
              end
            end
            redis.call('SET', KEYS[1], ARGV[1])
            return 1
            """
                    .getBytes(UTF_8);

    private static final int SCAN_STEP = 1_000;

    private final RedisLink redis;

    ProjectionRedis(RedisLink redis) {
        this.redis = redis;
    }

    /**
     * @return how many documents changed
     */
    long put(Collection<Document> documents, String origin) {
        List<RedisFuture<Long>> puts = new ArrayList<>();
        for (Document document : documents) {
            puts.add(
                    redis.commands()
                            .eval(
                                    PUT_UNLESS_OLDER,
                                    ScriptOutputType.INTEGER,
                                    new byte[][] {bytes(document.redisKey())},
                                    bytes(document.document()),
                                    bytes(origin),
                                    bytes(Long.toString(document.version()))));
        }
        return puts.stream().mapToLong(ProjectionRedis::await).sum();
    }

    void remove(Collection<String> keys) {
        keys.stream()
                .map(key -> redis.commands().del(bytes(key)))
                .toList()
                .forEach(ProjectionRedis::await);
    }

    void announce(Collection<String> messages) {
        messages.stream()
                .map(m -> redis.commands().publish(bytes(ProjectionKeys.CHANGES), bytes(m)))
                .toList()
                .forEach(ProjectionRedis::await);
    }

    Optional<String> readyMark() {
        return Optional.ofNullable(await(redis.commands().get(bytes(ProjectionKeys.READY))))
                .map(mark -> new String(mark, UTF_8));
    }

    void setReadyMark(String mark) {
        await(redis.commands().set(bytes(ProjectionKeys.READY), bytes(mark)));
    }

    /** Every key that belongs to the projection, in no order, perhaps some of them twice. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        ScanArgs args = ScanArgs.Builder.matches(ProjectionKeys.EVERY_KEY).limit(SCAN_STEP);
        KeyScanCursor<byte[]> cursor = await(redis.commands().scan(args));
        while (true) {
            cursor.getKeys().forEach(key -> keys.add(new String(key, UTF_8)));
            if (cursor.isFinished()) {
                return keys;
            }
            cursor = await(redis.commands().scan(cursor, args));
        }
    }

    /** As {@link RedisLink#life}. */
    String life() {
        return await(redis.life());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new RedisException(e.getCause());
        }
    }
}
