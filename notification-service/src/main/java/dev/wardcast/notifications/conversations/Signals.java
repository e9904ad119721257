package dev.wardcast.notifications.conversations;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.notifications.conversations.ChatEvents.Audience;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what is worth something only now. It is in no table and may be lost: it is published at
 * once, and streams pass over one that is older than a few seconds.
 */
@Singleton
class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Sights sights;
    private final ChatEvents events;
    private final EventLog log;

    Signals(Sights sights, ChatEvents events, EventLog log) {
        this.sights = sights;
        this.events = events;
        this.log = log;
    }

    /** To all, in the one room that they have; who types is not told by their own streams. */
    void typing(Membership mine, String userId) {
        tell("typing", mine, userId, null, recipients(mine));
    }

    /** To all, the reader's other devices too. */
    void read(Membership mine, String userId, long sequence) {
        tell("conversation_read", mine, userId, sequence, recipients(mine));
    }

    private Set<String> recipients(Membership mine) {
        Set<String> recipients = new HashSet<>(mine.participants());
        if (mine.patientId() != null) {
            String id = mine.conversationId();
            recipients.removeAll(sights.withoutSight(Set.of(id)).getOrDefault(id, Set.of()));
        }
        return recipients;
    }

    private void tell(
            String type,
            Membership mine,
            String userId,
            @Nullable Long sequence,
            Set<String> recipients) {
        events.signal(type, userId, sequence, Audience.of(mine, recipients))
                .ifPresent(signal ->
                        log.publish(signal)
                                .whenComplete((done, failure) -> {
                                    if (failure != null) {
                                        LOG.debug("{} went unheard: {}", type, failure.toString());
                                    }
                                }));
    }
}
