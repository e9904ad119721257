package dev.wardcast.notifications.push;

import dev.wardcast.kit.crypto.SealedColumn;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

@Factory
final class PushFactory {

    @Singleton
    @Named("push-subscriptions")
    SealedColumn targets() {
        return new SealedColumn(
                "notifications", "push_subscriptions", "id", "target", Subscriptions::context);
    }

    @Singleton
    @Named("push-keys")
    SealedColumn privateKey() {
        return new SealedColumn(
                "notifications", "push_keys", "id", "private_key", id -> "push-key:" + id);
    }
}
