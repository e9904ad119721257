package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.crypto.SealedColumn;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The columns with what people wrote, to be sealed anew when the key changes. */
@Factory
final class ChatFactory {

    private static final String DATASOURCE = "notifications";

    @Singleton
    @Named("messages")
    SealedColumn messages() {
        return new SealedColumn(DATASOURCE, "messages", "id", "text", MessageRows::context);
    }

    @Singleton
    @Named("message-changes")
    SealedColumn changes() {
        return new SealedColumn(
                DATASOURCE, "message_changes", "id", "former_text", Messages::contextOfChange);
    }

    @Singleton
    @Named("conversations")
    SealedColumn titles() {
        return new SealedColumn(DATASOURCE, "conversations", "id", "title", Conversations::context);
    }
}
