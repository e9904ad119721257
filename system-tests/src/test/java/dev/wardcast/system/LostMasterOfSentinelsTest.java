package dev.wardcast.system;

import dev.wardcast.embedded.EmbeddedRedisSentinels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostMasterOfSentinelsTest {

    @Test
    void a_master_killed_behind_sentinels_costs_nobody_an_alert(@TempDir Path data)
            throws Exception {
        try (EmbeddedRedisSentinels redis = EmbeddedRedisSentinels.start(2)) {
            // Of two replicas one is left to have what is taken after the failover.
            List<String> durable = List.of("-Dwardcast.sample-queue.replicas=1");
            new MasterLost(data, redis.uri(), durable, redis::master).costsNobodyAnAlert();
        }
    }
}
