package dev.wardcast.notifications.inbox;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.notifications.text.Place;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may read of the notifications: their own and those of the audiences they belong to
 * now, and none about a patient whom they may not see any more. Blocks; for virtual threads.
 */
@Singleton
class Inbox {

    private final AccessDecisions access;
    private final People people;
    private final Notifications notifications;

    Inbox(AccessDecisions access, People people, Notifications notifications) {
        this.access = access;
        this.people = people;
        this.notifications = notifications;
    }

    /**
     * @param next where the next page begins; {@code null} at the end
     */
    record Read(List<Notification> found, @Nullable Place next) {}

    Read list(Caller caller, boolean unread, @Nullable Place after, int size) {
        List<Notification> rows =
                notifications.list(caller.userId(), rooms(caller), unread, after, size + 1);
        boolean more = rows.size() > size;
        List<Notification> page = more ? rows.subList(0, size) : rows;
        Place next = more ? new Place(page.getLast().timestamp(), page.getLast().id()) : null;
        return new Read(visible(caller, page), next);
    }

    Optional<Notification> acknowledge(Caller caller, String id) {
        return notifications.acknowledge(caller.userId(), rooms(caller), id);
    }

    private Set<Room> rooms(Caller caller) {
        Set<Room> rooms = new HashSet<>(AccessRefusals.await(access.audiencesOf(caller)));
        Room own = new Room.User(caller.userId());
        AccessRefusals.require(access.mayFollow(caller, own));
        rooms.add(own);
        return rooms;
    }

    private List<Notification> visible(Caller caller, List<Notification> page) {
        record About(String patientId, PatientScope scope) {}
        Map<About, Boolean> seen = new HashMap<>();
        return page.stream()
                .filter(one ->
                        one.patientId() == null
                                || seen.computeIfAbsent(
                                        new About(one.patientId(), scope(one)),
                                        about -> maySee(caller, about.patientId(), about.scope())))
                .toList();
    }

    /** Appointments are part of the record; all else that names a patient is about an alert. */
    private static PatientScope scope(Notification one) {
        return one.type().equals(Notification.REMINDER) ? PatientScope.RECORD : PatientScope.ALERTS;
    }

    private boolean maySee(Caller caller, String patient, PatientScope scope) {
        Set<String> self = Set.of(caller.userId());
        return !AccessRefusals.await(people.whoOfThese(self, patient, scope)).isEmpty();
    }
}
