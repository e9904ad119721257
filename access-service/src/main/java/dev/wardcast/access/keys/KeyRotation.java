package dev.wardcast.access.keys;

import dev.wardcast.kit.audit.Actor;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;

/** Looks after the keys by itself. */
@Singleton
class KeyRotation {

    private final SigningKeys keys;
    private final KeyRing ring;

    KeyRotation(SigningKeys keys, KeyRing ring) {
        this.keys = keys;
        this.ring = ring;
    }

    /** Keys that can't be opened are told at the start, and not at the first sign-in. */
    @EventListener
    void start(StartupEvent event) {
        keys.current();
    }

    @Scheduled(fixedDelay = "1h", initialDelay = "5s")
    void rotate() {
        keys.rotateByAge(Actor.service("access-service"));
        ring.forget();
    }
}
