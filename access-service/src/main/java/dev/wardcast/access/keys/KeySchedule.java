package dev.wardcast.access.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each key is for at a moment. Keys that are for nothing any more are left out. */
record KeySchedule(List<Slot> slots) {

    enum State {
        /** Published, so that every service has it before the first token comes. */
        UPCOMING,
        /** Tokens are signed with it. */
        CURRENT,
        /** Tokens that were signed with it are still good. */
        PREVIOUS
    }

    /**
     * @param publishedUntil the end of the last token; {@code null} while it is not in sight
     */
    record Slot(SigningKey key, State state, @Nullable Instant publishedUntil) {}

    /**
     * @param outlives how much longer than its use a key is published: the life of a token, and a
     *     margin for nodes that hear late of its successor
     */
    static KeySchedule at(Instant now, List<SigningKey> keys, Duration outlives) {
        List<SigningKey> newestFirst =
                keys.stream()
                        .sorted(Comparator.comparing(SigningKey::usableFrom).reversed())
                        .toList();
        List<Slot> slots = new ArrayList<>();
        @Nullable Instant successor = null;
        for (SigningKey key : newestFirst) {
            if (key.usableFrom().isAfter(now)) {
                slots.add(new Slot(key, State.UPCOMING, null));
            } else if (successor == null) {
                slots.add(new Slot(key, State.CURRENT, null));
                successor = key.usableFrom();
            } else {
                Instant until = successor.plus(outlives);
                if (until.isAfter(now)) {
                    slots.add(new Slot(key, State.PREVIOUS, until));
                }
                successor = key.usableFrom();
            }
        }
        return new KeySchedule(List.copyOf(slots));
    }

    /** The key to sign with; empty if there is none yet, or none any more. */
    Optional<SigningKey> current() {
        return slots.stream()
                .filter(slot -> slot.state() == State.CURRENT)
                .map(Slot::key)
                .findFirst();
    }

    /** Those that the key set shows. */
    List<SigningKey> published() {
        return slots.stream().map(Slot::key).toList();
    }

    boolean has(String kid) {
        return slots.stream().anyMatch(slot -> slot.key().kid().equals(kid));
    }
}
