package dev.wardcast.notifications.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Multicast;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.crypto.SealedEvents;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What participants are told on their own streams: each in their own room, so who was removed gets
 * none from then on, neither live nor from a buffer, and the very same for all, so that it is
 * sealed, kept and sent to Redis once. An event's id follows from what it tells, so that it is
 * taken once however often it is published.
 */
@Singleton
class ChatEvents {

    private static final int DIGEST_BYTES = 8;

    private final JsonMapper json;
    private final SealedEvents sealed;

    ChatEvents(JsonMapper json, SealedEvents sealed) {
        this.json = json;
        this.sealed = sealed;
    }

    /** To every participant, the sender's other devices too. */
    List<Multicast> sent(Message message, Collection<String> recipients) {
        return message("new_message", message.messageId() + ".n", message, recipients);
    }

    /**
     * @param change id of the entry in the trace
     */
    List<Multicast> edited(Message message, String change, Collection<String> recipients) {
        return message("message_edited", change, message, recipients);
    }

    List<Multicast> deleted(Message message, String change, Collection<String> recipients) {
        return message("message_deleted", change, message, recipients);
    }

    private List<Multicast> message(
            String type, String id, Message message, Collection<String> recipients) {
        byte[] data =
                bytes(
                        new MessagePayload(
                                type,
                                message.conversationId(),
                                message.messageId(),
                                message.sequence(),
                                message.sender(),
                                message.text(),
                                message.timestamp(),
                                message.editedAt(),
                                message.deletedAt()));
        // Nobody but the recipients' streams reads what people wrote.
        return once(id, data, recipients, Instant.now()).stream().map(sealed::seal).toList();
    }

    /**
     * @param type {@code conversation_created}, {@code participant_added}, {@code
     *     participant_removed}
     * @param userId who was added or removed
     */
    List<Multicast> changed(
            String type,
            String conversationId,
            @Nullable String userId,
            String by,
            Set<String> participants,
            Collection<String> recipients) {
        Instant now = Instant.now();
        byte[] data =
                bytes(
                        new ChangePayload(
                                type,
                                conversationId,
                                userId,
                                by,
                                List.copyOf(new TreeSet<>(participants)),
                                now));
        return once(TimeOrderedIds.next(), data, recipients, now);
    }

    /** One, or none where there is nobody to tell. */
    private static List<Multicast> once(
            String id, byte[] data, Collection<String> recipients, Instant at) {
        List<Room> rooms =
                recipients.stream().distinct().sorted().<Room>map(Room.User::new).toList();
        return rooms.isEmpty()
                ? List.of()
                : List.of(Multicast.once(id, rooms, EventType.USER_MESSAGE, at, data));
    }

    /**
     * What is worth something only now; a newer one of the same takes its place.
     *
     * @param type {@code typing} or {@code conversation_read}
     * @param sequence up to where was read
     */
    List<NewEvent> signal(
            String type,
            String conversationId,
            String userId,
            @Nullable Long sequence,
            Collection<String> recipients) {
        Instant now = Instant.now();
        byte[] data = bytes(new SignalPayload(type, conversationId, userId, sequence, now));
        String key = type + ":" + conversationId + ":" + digest(userId);
        return recipients.stream()
                .map(user ->
                        NewEvent.reading(
                                TimeOrderedIds.next(),
                                new Room.User(user),
                                EventType.USER_SIGNAL,
                                now,
                                data,
                                key))
                .toList();
    }

    /** User ids may be long, and ids of events may not. */
    private static String digest(String userId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(userId.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes(Object payload) {
        try {
            return json.writeValueAsBytes(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MessagePayload(
            String type,
            String conversationId,
            String messageId,
            long sequence,
            String sender,
            @Nullable String text,
            Instant timestamp,
            @Nullable Instant editedAt,
            @Nullable Instant deletedAt) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangePayload(
            String type,
            String conversationId,
            @Nullable String userId,
            String by,
            List<String> participants,
            Instant timestamp) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SignalPayload(
            String type,
            String conversationId,
            String userId,
            @Nullable Long sequence,
            Instant timestamp) {}
}
