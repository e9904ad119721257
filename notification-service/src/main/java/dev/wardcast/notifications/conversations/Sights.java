package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.sql.SqlArrays;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who of the participants may not see the patient any more whom a conversation is about: they get
 * no event of it. Asked before a transaction begins, because none waits for Redis. Blocks.
 */
@Singleton
class Sights {

    private static final String ABOUT_PATIENTS =
            """
            select c.id, c.patient_id, p.user_id
            from conversations c left join participants p
                on c.patient_id is not null and p.conversation_id = c.id and p.removed_at is null
            where c.id = any(?::text[])
            """;

    /** Beyond it they are looked up again. */
    private static final int MOST_KNOWN = 100_000;

    /** Conversations that are about no patient, which they never come to be. */
    private final Set<String> aboutNobody = ConcurrentHashMap.newKeySet();

    private final TransactionOperations<Connection> transactions;
    private final Circle circle;

    Sights(@Named("notifications") TransactionOperations<Connection> transactions, Circle circle) {
        this.transactions = transactions;
        this.circle = circle;
    }

    private record About(String patientId, Set<String> participants) {}

    /** By conversation; none for one in which everybody may go on reading. */
    Map<String, Set<String>> withoutSight(Collection<String> conversations) {
        Map<String, Set<String>> without = new HashMap<>();
        Set<String> unknown = new HashSet<>(conversations);
        unknown.removeAll(aboutNobody);
        if (unknown.isEmpty()) {
            return without;
        }
        about(List.copyOf(unknown))
                .forEach((conversation, about) -> {
                    Set<String> rest = new HashSet<>(about.participants());
                    rest.removeAll(circle.maySee(about.participants(), about.patientId()));
                    if (!rest.isEmpty()) {
                        without.put(conversation, rest);
                    }
                });
        return without;
    }

    private Map<String, About> about(List<String> conversations) {
        return transactions.executeRead(status -> {
            Map<String, About> found = new HashMap<>();
            try (PreparedStatement select =
                    status.getConnection().prepareStatement(ABOUT_PATIENTS)) {
                SqlArrays.setTexts(select, 1, conversations, id -> id);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        String patient = row.getString(2);
                        String participant = row.getString(3);
                        if (patient == null) {
                            rememberAboutNobody(row.getString(1));
                        } else if (participant != null) {
                            found.computeIfAbsent(
                                            row.getString(1),
                                            id -> new About(patient, new HashSet<>()))
                                    .participants()
                                    .add(participant);
                        }
                    }
                }
            }
            return found;
        });
    }

    private void rememberAboutNobody(String conversation) {
        if (aboutNobody.size() >= MOST_KNOWN) {
            aboutNobody.clear();
        }
        aboutNobody.add(conversation);
    }
}
