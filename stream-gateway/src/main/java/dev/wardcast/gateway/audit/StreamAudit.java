package dev.wardcast.gateway.audit;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import io.micronaut.context.annotation.Context;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Streams that open, widen and close, with their scope: their rooms, and the patients of these.
 * That a room was left is not told: whoever reads the entries sees what a stream could bring, and
 * {@code DELIVERED} says what it did. On the streams' loops only what has to be remembered is; the
 * entries are made elsewhere.
 */
@Context
public final class StreamAudit implements OpenStreams.Watcher {

    private static final String STREAM = "stream";

    private final AuditBacklog backlog;

    StreamAudit(OpenStreams open, AuditBacklog backlog) {
        this.backlog = backlog;
        open.watch(this);
    }

    @Override
    public void opened(ClientStream stream) {
        add(
                stream,
                AuditAction.STREAM_OPENED,
                Set.copyOf(stream.rooms().all()),
                stream.request().wire().transport());
    }

    @Override
    public void widened(ClientStream stream, Room room) {
        // What comes of a group is said by DELIVERED, and the user did not ask for it.
        if (!(room instanceof Room.Group)) {
            add(stream, AuditAction.ROOM_JOINED, Set.of(room), "joined");
        }
    }

    @Override
    public void closed(ClientStream stream) {
        add(
                stream,
                AuditAction.STREAM_CLOSED,
                Set.copyOf(stream.rooms().all()),
                stream.endReason());
    }

    private void add(ClientStream stream, AuditAction action, Set<Room> rooms, String why) {
        Instant now = Instant.now();
        Actor actor = stream.request().actor();
        String endpoint = stream.request().endpoint();
        backlog.add(() ->
                AuditEntry.of(actor, action)
                        .at(now)
                        .on(STREAM, endpoint)
                        .patients(PatientOf.rooms(rooms))
                        .because(why)
                        .detail(names(rooms)));
    }

    /**
     * A stream that was not opened.
     *
     * @param path as it was asked for, without its parameters: a token may be among them
     * @param code why
     */
    public void refused(Actor actor, String endpoint, String path, String code) {
        Instant now = Instant.now();
        backlog.add(() ->
                AuditEntry.of(actor, AuditAction.STREAM_OPENED)
                        .at(now)
                        .on(STREAM, endpoint)
                        .refused(code)
                        .detail(path));
    }

    /**
     * Somebody asked who is connected to a room. Of rooms that are of no patient there is nothing
     * to tell.
     *
     * @param refusal why they did not learn it; {@code null} if they did
     */
    public void askedWhoIsIn(Actor actor, Room room, @Nullable String refusal) {
        Set<String> patients = Set.copyOf(PatientOf.rooms(Set.of(room)));
        if (patients.isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        backlog.add(() -> {
            AuditEntry entry =
                    AuditEntry.of(actor, AuditAction.PATIENT_READ)
                            .at(now)
                            .on("presence", room.name())
                            .patients(patients);
            return refusal == null ? entry : entry.refused(refusal);
        });
    }

    private static String names(Collection<Room> rooms) {
        return rooms.stream()
                .filter(room -> !(room instanceof Room.Group))
                .map(Room::name)
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
