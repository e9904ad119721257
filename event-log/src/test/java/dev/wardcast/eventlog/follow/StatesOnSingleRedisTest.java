package dev.wardcast.eventlog.follow;

import dev.wardcast.testsupport.TestServers;

class StatesOnSingleRedisTest extends StatesContract {

    @Override
    String uri() {
        return TestServers.redisUrl();
    }

    @Override
    int partitions() {
        return 1;
    }
}
