package dev.wardcast.eventlog.follow;

import dev.wardcast.testsupport.TestServers;

class ReadingsOnSingleRedisTest extends ReadingsContract {

    @Override
    String uri() {
        return TestServers.redisUrl();
    }

    @Override
    int partitions() {
        return 1;
    }
}
