package dev.wardcast.access.emergency;

import dev.wardcast.access.events.Announcements;
import dev.wardcast.access.events.Announcements.Announcement;
import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.people.Patients;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Begins and ends emergency access; administrators are told of both in the same transaction. Times
 * are those of the database.
 */
@Singleton
class EmergencyDesk {

    private final EmergencyTable table;
    private final Patients patients;
    private final Announcements announcements;
    private final EmergencySettings settings;
    private final Deeds deeds;

    EmergencyDesk(
            EmergencyTable table,
            Patients patients,
            Announcements announcements,
            EmergencySettings settings,
            Deeds deeds) {
        this.table = table;
        this.patients = patients;
        this.announcements = announcements;
        this.settings = settings;
        this.deeds = deeds;
    }

    /** What became of a wish for emergency access. An answer, so that the try stays counted. */
    sealed interface Begin {
        record Begun(EmergencyRow access) implements Begin {}

        record UnknownPatient() implements Begin {}

        record TooManyOpen(int most) implements Begin {}

        record TooManyTries(int most) implements Begin {}
    }

    /**
     * One that the clinician has for this patient already is replaced, without a moment between.
     * One that would not be needed is begun too: a stay can end while it is needed.
     */
    @Transactional("access")
    Begin begin(String patientId, String reason, int minutes, Actor by) {
        String userId = Deeds.idOf(by);
        table.lock(userId);
        table.forgetTries(userId);
        if (table.tries(userId) >= settings.triesPerDay()) {
            deeds.record(started(by, patientId, reason, minutes).refused("too_many_tries"));
            return new Begin.TooManyTries(settings.triesPerDay());
        }
        table.addTry(userId);
        if (!patients.exists(patientId)) {
            deeds.record(started(by, patientId, reason, minutes).refused("unknown_patient"));
            return new Begin.UnknownPatient();
        }
        List<EmergencyRow> open = table.open(userId);
        List<EmergencyRow> same =
                open.stream().filter(access -> access.patientId().equals(patientId)).toList();
        if (open.size() - same.size() >= settings.openAtMost()) {
            deeds.record(started(by, patientId, reason, minutes).refused("too_many_open"));
            return new Begin.TooManyOpen(settings.openAtMost());
        }
        List<Announcement> told = new ArrayList<>();
        for (EmergencyRow before : same) {
            if (table.end(before.id(), userId) == 1) {
                told.add(EmergencyEvents.ended(before, userId));
                deeds.record(ended(by, before).detail("replaced"));
            }
        }
        String id = Ids.next();
        table.add(id, userId, patientId, reason, minutes);
        EmergencyRow access = table.find(id).orElseThrow();
        deeds.record(started(by, patientId, reason, minutes).on("break_glass", id));
        told.add(EmergencyEvents.started(access));
        announcements.add(told);
        return new Begin.Begun(access);
    }

    /**
     * Ends it, once however many try.
     *
     * @return empty if there is none, or it is somebody else's and the caller no administrator
     */
    @Transactional("access")
    Optional<EmergencyRow> end(String id, Actor by) {
        Optional<EmergencyRow> found =
                table.lockRow(id)
                        .filter(access ->
                                by.roles().contains("ADMIN") || access.userId().equals(by.id()));
        found.filter(access -> table.end(id, Deeds.idOf(by)) == 1)
                .ifPresent(access -> {
                    deeds.record(ended(by, access));
                    announcements.add(List.of(EmergencyEvents.ended(access, Deeds.idOf(by))));
                });
        return found;
    }

    /**
     * Ends one whose time is over.
     *
     * @return whether there was one
     */
    @Transactional("access")
    boolean endOverdue() {
        Optional<EmergencyRow> overdue = table.lockOverdue();
        overdue.ifPresent(access -> {
            table.end(access.id(), null);
            deeds.record(ended(Actor.service("access-service"), access).detail("time"));
            announcements.add(List.of(EmergencyEvents.ended(access, null)));
        });
        return overdue.isPresent();
    }

    private static AuditEntry started(Actor by, String patientId, String reason, int minutes) {
        return AuditEntry.of(by, AuditAction.BREAK_GLASS_STARTED)
                .on("break_glass", null)
                .patient(patientId)
                .because(reason)
                .detail(minutes + " minutes");
    }

    private static AuditEntry ended(Actor by, EmergencyRow access) {
        return AuditEntry.of(by, AuditAction.BREAK_GLASS_ENDED)
                .on("break_glass", access.id())
                .patient(access.patientId())
                .because(access.reason());
    }
}
