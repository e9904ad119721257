package dev.wardcast.vitals.waveform;

import static dev.wardcast.vitals.waveform.DeviceFrames.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.testsupport.WebSocketClient;
import dev.wardcast.vitals.AccessWorld;
import dev.wardcast.vitals.VitalsNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis ends in the middle of a stream, and comes back. */
class DeviceOutageTest {

    @TempDir Path data;

    @Test
    void a_device_is_told_to_pause_what_was_lost_and_when_to_go_on() {
        try (EmbeddedRedis server = EmbeddedRedis.builder().dataDir(data).start();
                RedisLink redis = RedisLink.connect(server.url());
                AccessWorld world = new AccessWorld(redis);
                VitalsNode node =
                        new VitalsNode(
                                server.url(),
                                TestServers.freshDatabaseUrl(),
                                world.jwksUrl(),
                                Map.of())) {
            String patient = "p-" + UUID.randomUUID();
            String path = "/api/v1/vitals/ws?patient_id=" + patient;
            String key = world.deviceKey(patient);
            try (WebSocketClient device =
                    new WebSocketClient(node.port(), path, "X-Device-Key", key)) {
                device.send(frame(0)).await("\"sequence\":0");
                server.kill();
                device.send(frame(1)).await("\"command\":\"pause\"");
                device.await("\"sequence\":1,\"credit\":32,\"lost\":1");
                server.start();
                device.await("\"command\":\"resume\"");
                device.send(frame(2)).await("\"sequence\":2,\"credit\":32,\"lost\":1");
                List<byte[]> kept = DeviceFrames.kept(redis, patient);
                assertArrayEquals(frame(2), kept.getLast());
                assertEquals(0, kept.stream().filter(each -> each[16] == 1).count());
            }
        }
    }
}
