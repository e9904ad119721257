package dev.wardcast.eventlog.follow;

import dev.wardcast.testsupport.TestServers;

class SingleRedisTest extends EventLogContract {

    @Override
    String uri() {
        return TestServers.redisUrl();
    }

    @Override
    int partitions() {
        return 1;
    }
}
