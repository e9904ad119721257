package dev.wardcast.kit.outbox;

import static dev.wardcast.kit.outbox.OutboxFixture.event;
import static dev.wardcast.kit.outbox.OutboxFixture.freshRoom;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.Room;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis goes away in the middle and comes back. */
class OutboxDuringOutageTest {

    private static final int EVENTS = 400;

    @Test
    void a_room_keeps_its_order_and_loses_nothing_while_redis_restarts(@TempDir Path data)
            throws Exception {
        Room room = freshRoom();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            ids.add(room.name().substring(10, 30) + "." + i);
        }
        try (EmbeddedRedis server = EmbeddedRedis.builder().dataDir(data).start();
                OutboxFixture outbox = new OutboxFixture(server.url());
                ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
            outbox.startRelay(Duration.ofSeconds(1), Duration.ofDays(7));
            Future<?> writing =
                    writer.submit(() -> {
                        for (String id : ids) {
                            outbox.commit(event(room, id));
                        }
                        return null;
                    });
            await().until(() -> outbox.count("published_clock is not null") > 20);
            server.stop();
            long during = outbox.count("true");
            await().until(() -> writing.isDone() || outbox.count("true") > during + 20);
            server.restart();
            writing.get();
            await().until(() -> outbox.count("published_clock is null") == 0);
            assertEquals(ids, outbox.published(room));
        }
    }
}
