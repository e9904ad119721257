package dev.wardcast.kit.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.DataOpener;
import dev.wardcast.eventlog.NewEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events whose data is nobody's business on its way: sealed before they are written to the outbox
 * or published, and opened by the gateway, once an event and node, before frames are made of it.
 * The sealed data is {@code {"sealed":"v1.…"}} and belongs to this event of this room; what else
 * stands in Redis (room, id, type, time) says no more than that there was an event.
 */
@Singleton
public final class SealedEvents implements DataOpener {

    private static final Logger LOG = LoggerFactory.getLogger(SealedEvents.class);
    private static final byte[] BEGIN = "{\"sealed\":\"v1.".getBytes(UTF_8);
    private static final int TEXT = "{\"sealed\":\"".length();

    /** Then the rooms that it is for: so the release before sealed what it told many rooms. */
    private static final String TO = "\",\"to\":\"";

    private static final String END = "\"}";

    private final TextVault vault;
    private final Counter unreadable;

    SealedEvents(TextVault vault, MeterRegistry meters) {
        this.vault = vault;
        this.unreadable =
                Counter.builder("wardcast.vault.unreadable.events")
                        .description("Sealed events that no key here opens")
                        .register(meters);
    }

    /**
     * The same event with its data sealed.
     *
     * @throws VaultException if there is no key
     */
    public NewEvent seal(NewEvent event) {
        String sealed =
                vault.seal(
                        new String(event.data(), UTF_8), context(event.room().name(), event.id()));
        return event.withData(("{\"sealed\":\"" + sealed + END).getBytes(UTF_8));
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
            return (to < 0
                            ? vault.open(sealed, context(room, id))
                            : openForOne(
                                    room,
                                    id,
                                    sealed.substring(0, to),
                                    sealed.substring(to + TO.length())))
                    .getBytes(UTF_8);
        } catch (VaultException e) {
            unreadable.increment();
            LOG.error("event {}: {}", id, e.getMessage());
            return ("{\"type\":\"unreadable\",\"id\":\"" + id + "\"}").getBytes(UTF_8);
        }
    }

    private String openForOne(String room, String id, String sealed, String to) {
        if (!Addressees.parse(to).map(rooms -> rooms.has(room)).orElse(false)) {
            throw new VaultException("it is not for the room in which it stands");
        }
        return vault.open(sealed, contextOfMany(to, id));
    }

    /** No room is called so. */
    static String contextOfMany(String to, String id) {
        return "event:*" + to + ":" + id;
    }

    private static String context(String room, String id) {
        return "event:" + room + ":" + id;
    }
}
