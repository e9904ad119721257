package dev.wardcast.local.doctor;

import dev.wardcast.eventlog.RedisLink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The Redis that answers; of a Cluster, one node for all, because they are set up alike. */
record RedisCheck(RedisLink redis) implements Check {

    @Override
    public String subject() {
        return "redis";
    }

    @Override
    public List<Finding> examine() throws Exception {
        String info = redis.commands().info().get(5, TimeUnit.SECONDS);
        return RedisRules.judge(info, config());
    }

    private Map<String, String> config() throws Exception {
        try {
            return redis.commands().configGet("*").get(5, TimeUnit.SECONDS);
        } catch (ExecutionException forbidden) {
            return Map.of();
        }
    }
}
