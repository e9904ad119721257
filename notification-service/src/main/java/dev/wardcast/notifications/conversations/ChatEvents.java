package dev.wardcast.notifications.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.EventType;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What participants are told on their own streams: to exactly those whom it is for, so who was
 * removed gets none from then on, neither live nor from a buffer, and once for all of them, however
 * many they are. An event's id follows from what it tells, so that it is taken once however often
 * it is published.
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

    /**
     * Whom something is told.
     *
     * @param patientId whom the conversation is about, and who is told must still be allowed to see
     *     when it reaches them; {@code null} for nobody
     */
    record Audience(String conversationId, @Nullable String patientId, Set<String> userIds) {

        static Audience of(Membership conversation, Set<String> userIds) {
            return new Audience(conversation.conversationId(), conversation.patientId(), userIds);
        }

        private Room.Group.@Nullable About about() {
            return patientId == null
                    ? null
                    : new Room.Group.About(Room.Group.Sight.RECORD, patientId);
        }
    }

    /** To every participant, the sender's other devices too. */
    List<NewEvent> sent(Message message, Audience to) {
        return message("new_message", message.messageId() + ".n", message, to);
    }

    /**
     * @param change id of the entry in the trace
     */
    List<NewEvent> edited(Message message, String change, Audience to) {
        return message("message_edited", change, message, to);
    }

    List<NewEvent> deleted(Message message, String change, Audience to) {
        return message("message_deleted", change, message, to);
    }

    private List<NewEvent> message(String type, String id, Message message, Audience to) {
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
        return once(id, data, to, Instant.now()).stream().map(sealed::seal).toList();
    }

    /**
     * @param type {@code conversation_created}, {@code participant_added}, {@code
     *     participant_removed}
     * @param userId who was added or removed
     */
    List<NewEvent> changed(
            String type,
            @Nullable String userId,
            String by,
            Set<String> participants,
            Audience to) {
        Instant now = Instant.now();
        byte[] data =
                bytes(
                        new ChangePayload(
                                type,
                                to.conversationId(),
                                userId,
                                by,
                                List.copyOf(new TreeSet<>(participants)),
                                now));
        return once(TimeOrderedIds.next(), data, to, now);
    }

    /** One, or none where there is nobody to tell. */
    private static List<NewEvent> once(String id, byte[] data, Audience to, Instant at) {
        return to.userIds().isEmpty()
                ? List.of()
                : List.of(
                        NewEvent.onceTo(
                                to.userIds(),
                                to.conversationId(),
                                to.about(),
                                id,
                                EventType.USER_MESSAGE,
                                at,
                                data));
    }

    /**
     * What is worth something only now; a newer one of the same takes its place.
     *
     * @param type {@code typing} or {@code conversation_read}
     * @param userId who types or has read
     * @param sequence up to where was read
     */
    Optional<NewEvent> signal(String type, String userId, @Nullable Long sequence, Audience to) {
        if (to.userIds().isEmpty()) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        String conversation = to.conversationId();
        byte[] data = bytes(new SignalPayload(type, conversation, userId, sequence, now));
        return Optional.of(
                NewEvent.readingTo(
                        to.userIds(),
                        conversation,
                        to.about(),
                        TimeOrderedIds.next(),
                        EventType.USER_SIGNAL,
                        now,
                        data,
                        type + ":" + conversation + ":" + digest(userId)));
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
