package dev.wardcast.notifications.inbox;

import dev.wardcast.kit.crypto.SealedColumn;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

@Factory
final class InboxFactory {

    @Singleton
    @Named("notifications")
    SealedColumn contents() {
        return SealedColumn.onceClear(
                "notifications", "notifications", "id", "content", NotificationRecord::context);
    }
}
