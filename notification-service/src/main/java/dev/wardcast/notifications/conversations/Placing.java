package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.notifications.conversations.ChatEvents.Audience;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides about drafts one after the other, each by what those before it left. */
final class Placing {

    private final Map<String, Locked> conversations;
    private final Map<SenderKey, Message> known;
    private final Map<String, Set<String>> withoutSight;
    private final Map<String, Long> last = new HashMap<>();
    private final List<Fresh> fresh = new ArrayList<>();

    /**
     * @param conversations those that there are
     * @param known messages with the key of one of the drafts
     * @param withoutSight participants who may not see the patient, by conversation
     */
    Placing(
            Map<String, Locked> conversations,
            Map<SenderKey, Message> known,
            Map<String, Set<String>> withoutSight) {
        this.conversations = conversations;
        this.known = new HashMap<>(known);
        this.withoutSight = withoutSight;
    }

    /** A message that is to be stored, and who is told. */
    record Fresh(Message message, Draft draft, Audience audience) {}

    List<Fresh> fresh() {
        return fresh;
    }

    Posted place(Draft draft) {
        Locked conversation = conversations.get(draft.conversationId());
        if (conversation == null || !conversation.participants().contains(draft.sender())) {
            return new Posted.NotThere();
        }
        Set<String> unseeing = withoutSight.getOrDefault(draft.conversationId(), Set.of());
        if (conversation.patientId() != null && unseeing.contains(draft.sender())) {
            return new Posted.NoSight(conversation.patientId());
        }
        SenderKey key = new SenderKey(draft.sender(), draft.key());
        Message before = known.get(key);
        if (before != null) {
            return before.conversationId().equals(draft.conversationId())
                    ? new Posted.Stored(before, true)
                    : new Posted.KeyUsed();
        }
        Message message = message(draft, conversation);
        known.put(key, message);
        Set<String> recipients = new HashSet<>(conversation.participants());
        recipients.removeAll(unseeing);
        fresh.add(
                new Fresh(
                        message,
                        draft,
                        new Audience(conversation.id(), conversation.patientId(), recipients)));
        return new Posted.Stored(message, false);
    }

    private Message message(Draft draft, Locked conversation) {
        long sequence =
                last.merge(conversation.id(), conversation.last() + 1, (now, first) -> now + 1);
        return new Message(
                TimeOrderedIds.next(),
                conversation.id(),
                sequence,
                draft.sender(),
                draft.text(),
                conversation.now(),
                null,
                null);
    }
}
