package dev.wardcast.gateway.http;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.testsupport.ServiceUnderTest;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** With rooms that are divided as in a Cluster. */
class GroupStreamInPartitionsTest extends GroupStreamContract {

    private static EmbeddedRedis redis;
    private static ServiceUnderTest gateway;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.builder().start();
        gateway = new ServiceUnderTest(redis.url(), Map.of("wardcast.event-log.partitions", 8));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        redis.close();
    }

    @Override
    ServiceUnderTest gateway() {
        return gateway;
    }

    @Override
    boolean inOnePartition() {
        return false;
    }
}
