package dev.wardcast.kit.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.DataOpener;
import dev.wardcast.eventlog.Multicast;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events whose data is nobody's business on its way: sealed before they are written to the outbox
 * or published, and opened by the gateway, once an event and node, before frames are made of it.
 * The sealed data is {@code {"sealed":"v1.…"}} and belongs to this event of this room, or {@code
 * {"sealed":"v1.…","to":"…"}} and belongs to this event of these rooms; what else stands in Redis
 * (room, id, type, time) says no more than that there was an event.
 */
@Singleton
public final class SealedEvents implements DataOpener {

    private static final Logger LOG = LoggerFactory.getLogger(SealedEvents.class);
    private static final byte[] BEGIN = "{\"sealed\":\"v1.".getBytes(UTF_8);
    private static final int TEXT = "{\"sealed\":\"".length();
    private static final String TO = "\",\"to\":\"";
    private static final String END = "\"}";

    /** Of events for many rooms, which come one right after the other. */
    private static final int KEPT = 256;

    private final TextVault vault;
    private final Counter unreadable;
    private final AtomicReferenceArray<@Nullable Opened> opened = new AtomicReferenceArray<>(KEPT);

    SealedEvents(TextVault vault, MeterRegistry meters) {
        this.vault = vault;
        this.unreadable =
                Counter.builder("wardcast.vault.unreadable.events")
                        .description("Sealed events that no key here opens")
                        .register(meters);
    }

    /** What was authentic once need not be opened again for the next of its rooms. */
    private record Opened(String id, byte[] sealed, byte[] clear) {}

    /**
     * The same event with its data sealed.
     *
     * @throws VaultException if there is no key
     */
    public NewEvent seal(NewEvent event) {
        String sealed =
                vault.seal(
                        new String(event.data(), UTF_8), context(event.room().name(), event.id()));
        return new NewEvent(
                event.id(),
                event.room(),
                event.type(),
                event.at(),
                ("{\"sealed\":\"" + sealed + END).getBytes(UTF_8),
                event.collapseKey(),
                event.once(),
                event.trace());
    }

    /**
     * The same for the same rooms with its data sealed, once for all of them.
     *
     * @throws VaultException if there is no key
     */
    public Multicast seal(Multicast multicast) {
        NewEvent event = multicast.event();
        String to = Addressees.of(multicast.rooms().stream().map(Room::name).toList()).text();
        String sealed = vault.seal(new String(event.data(), UTF_8), contextOfMany(to, event.id()));
        return multicast.withData(("{\"sealed\":\"" + sealed + TO + to + END).getBytes(UTF_8));
    }

    /**
     * The data as it was before it was sealed; data that never was sealed as it is. What can't be
     * opened becomes {@code {"type":"unreadable","id":…}}, because a client that heard nothing
     * would take it that there was nothing.
     */
    @Override
    public byte[] open(String room, String id, byte[] data) {
        if (data.length < BEGIN.length + END.length()
                || !Arrays.equals(data, 0, BEGIN.length, BEGIN, 0, BEGIN.length)) {
            return data;
        }
        try {
            String sealed = new String(data, TEXT, data.length - TEXT - END.length(), UTF_8);
            int to = sealed.indexOf(TO);
            return to < 0
                    ? vault.open(sealed, context(room, id)).getBytes(UTF_8)
                    : openForOne(
                            room,
                            id,
                            data,
                            sealed.substring(0, to),
                            sealed.substring(to + TO.length()));
        } catch (VaultException e) {
            unreadable.increment();
            LOG.error("event {}: {}", id, e.getMessage());
            return ("{\"type\":\"unreadable\",\"id\":\"" + id + "\"}").getBytes(UTF_8);
        }
    }

    private byte[] openForOne(String room, String id, byte[] data, String sealed, String to) {
        if (!Addressees.parse(to).map(rooms -> rooms.has(room)).orElse(false)) {
            throw new VaultException("it is not for the room in which it stands");
        }
        int slot = Math.floorMod(id.hashCode(), KEPT);
        Opened before = opened.get(slot);
        if (before != null && before.id().equals(id) && Arrays.equals(before.sealed(), data)) {
            return before.clear();
        }
        byte[] clear = vault.open(sealed, contextOfMany(to, id)).getBytes(UTF_8);
        opened.set(slot, new Opened(id, data, clear));
        return clear;
    }

    private static String context(String room, String id) {
        return "event:" + room + ":" + id;
    }

    /** No room is called so. */
    private static String contextOfMany(String to, String id) {
        return "event:*" + to + ":" + id;
    }
}
