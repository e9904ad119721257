package dev.wardcast.eventlog.follow;

import dev.wardcast.testsupport.TestServers;

class GroupsOnSingleRedisTest extends GroupContract {

    @Override
    String uri() {
        return TestServers.redisUrl();
    }

    @Override
    int partitions() {
        return 1;
    }
}
