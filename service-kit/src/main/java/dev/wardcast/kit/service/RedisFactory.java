package dev.wardcast.kit.service;

import dev.wardcast.eventlog.RedisLink;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/** The way to Redis that all parts of a process share, but for what would hold others up. */
@Factory
final class RedisFactory {

    @Singleton
    @Bean(preDestroy = "close")
    RedisLink redisLink(@Value("${wardcast.redis-url}") String url) {
        return RedisLink.connect(url);
    }
}
