package dev.wardcast.system;

import dev.wardcast.embedded.EmbeddedRedisCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostMasterOfClusterTest {

    @Test
    void a_master_killed_in_a_cluster_costs_nobody_an_alert(@TempDir Path data) throws Exception {
        try (EmbeddedRedisCluster redis = EmbeddedRedisCluster.start(3, 1)) {
            // Partition 7 has the alerts of patient 1.
            new MasterLost(
                            data,
                            redis.uri(),
                            List.of("-Dwardcast.event-log.partitions=8"),
                            () -> redis.masterOf("wc:{log7}:log"))
                    .costsNobodyAnAlert();
        }
    }
}
