package dev.wardcast.eventlog.follow;

import dev.wardcast.embedded.EmbeddedRedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Three masters, partitions spread over them, sharded Pub/Sub. */
class GroupsOnClusterTest extends GroupContract {

    private static EmbeddedRedisCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = EmbeddedRedisCluster.start(3);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    String uri() {
        return cluster.uri();
    }

    @Override
    int partitions() {
        return 8;
    }
}
