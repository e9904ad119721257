package dev.wardcast.eventlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event with its place in the log. Its JSON is bytes from end to end, and what is rendered from
 * it (a frame of SSE, of WebSocket) is rendered once and kept with it.
 */
public final class LogEvent {

    /** How many different renderings an event can keep. */
    public static final int RENDERINGS = 12;

    private static final AtomicReferenceFieldUpdater<LogEvent, @Nullable TraceContext> UNTOLD =
            AtomicReferenceFieldUpdater.newUpdater(LogEvent.class, TraceContext.class, "untold");

    private final int partition;
    private final String room;
    private final Cursor cursor;
    private final long before;
    private final String id;
    private final String type;
    private final long atMillis;
    private final @Nullable String collapseKey;
    private final byte[] message;
    private final int dataStart;
    private final DataOpener opener;
    private final AtomicReferenceArray<byte @Nullable []> renderings =
            new AtomicReferenceArray<>(RENDERINGS);

    /** A race to find it is harmless: both find the same, and a string is never seen half-made. */
    private @Nullable String subject;

    private volatile @Nullable TraceContext untold;

    /** Made at the first call where the data was published unreadable, and kept. */
    private volatile byte @Nullable [] opened;

    private LogEvent(
            int partition,
            String room,
            String epoch,
            long clock,
            long before,
            String[] header,
            byte[] message,
            int dataStart,
            DataOpener opener) {
        this.partition = partition;
        this.room = room;
        this.cursor = new Cursor(epoch, clock);
        this.before = before;
        this.id = header[0];
        this.type = header[1];
        this.atMillis = Long.parseLong(header[2]);
        this.collapseKey = header[3].equals("-") ? null : header[3];
        this.untold = header.length > 4 ? TraceContext.parse(header[4]) : null;
        this.message = message;
        this.dataStart = dataStart;
        this.opener = opener;
    }

    /**
     * The stored form: {@code id type millis collapse-key [traceparent]}, a line break, the JSON.
     * Further words of the first line are for later versions and are skipped.
     */
    public static byte[] encode(NewEvent event) {
        byte[] head = encodeHeader(event);
        byte[] all = Arrays.copyOf(head, head.length + event.data().length);
        System.arraycopy(event.data(), 0, all, head.length, event.data().length);
        return all;
    }

    /** The first line of the stored form, with its line break. */
    static byte[] encodeHeader(NewEvent event) {
        String header =
                event.id()
                        + ' '
                        + event.type().wireName()
                        + ' '
                        + event.at().toEpochMilli()
                        + ' '
                        + (event.collapseKey() == null ? "-" : event.collapseKey())
                        + (event.trace() == null ? "" : ' ' + event.trace().traceparent())
                        + '\n';
        return header.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads an entry of a buffer. */
    public static LogEvent stored(
            int partition, String room, String epoch, long clock, long before, byte[] entry) {
        return stored(partition, room, epoch, clock, before, entry, DataOpener.NONE);
    }

    /** Reads an entry of a buffer whose data may have to be opened. */
    public static LogEvent stored(
            int partition,
            String room,
            String epoch,
            long clock,
            long before,
            byte[] entry,
            DataOpener opener) {
        return parse(partition, room, epoch, clock, before, entry, 0, opener);
    }

    /** Reads an announcement: {@code epoch clock before} and the stored form. */
    public static LogEvent announced(int partition, String room, byte[] message) {
        return announced(partition, room, message, DataOpener.NONE);
    }

    /** Reads an announcement whose data may have to be opened. */
    public static LogEvent announced(
            int partition, String room, byte[] message, DataOpener opener) {
        int a = indexOf(message, ' ', 0);
        int b = indexOf(message, ' ', a + 1);
        int c = indexOf(message, ' ', b + 1);
        return parse(
                partition,
                room,
                ascii(message, 0, a),
                Long.parseLong(ascii(message, a + 1, b)),
                Long.parseLong(ascii(message, b + 1, c)),
                message,
                c + 1,
                opener);
    }

    private static LogEvent parse(
            int partition,
            String room,
            String epoch,
            long clock,
            long before,
            byte[] bytes,
            int from,
            DataOpener opener) {
        int end = indexOf(bytes, '\n', from);
        String[] header = header(bytes, from, end);
        return new LogEvent(partition, room, epoch, clock, before, header, bytes, end + 1, opener);
    }

    private static String[] header(byte[] bytes, int from, int to) {
        String[] header = ascii(bytes, from, to).split(" ", 6);
        if (header.length < 4) {
            throw new IllegalArgumentException(
                    "event header (expected: id type millis collapse-key)");
        }
        return header;
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new IllegalArgumentException("event (expected: a header line and JSON)");
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    /** The position of whoever follows only this partition and has read up to this event. */
    public Position position() {
        return Position.of(partition, cursor());
    }

    public String room() {
        return room;
    }

    public String epoch() {
        return cursor.epoch();
    }

    public long clock() {
        return cursor.clock();
    }

    public Cursor cursor() {
        return cursor;
    }

    /** Clock of the event before this one in the same room; 0 if it is the first. */
    public long before() {
        return before;
    }

    public String id() {
        return id;
    }

    /** Wire name of the type; a newer publisher may use one that this version does not know. */
    public String type() {
        return type;
    }

    public long atMillis() {
        return atMillis;
    }

    public @Nullable String collapseKey() {
        return collapseKey;
    }

    public String data() {
        return new String(dataBytes(), StandardCharsets.UTF_8);
    }

    /** The JSON, in UTF-8; not to be changed. */
    public byte[] dataBytes() {
        byte[] ready = opened;
        if (ready != null) {
            return ready;
        }
        byte[] published = Arrays.copyOfRange(message, dataStart, message.length);
        byte[] readable = opener.open(room, id, published);
        if (readable != published) {
            opened = readable;
        }
        return readable;
    }

    /**
     * The rendering in this slot, made at the first call. Two threads may both make it; they get
     * equal bytes and one of them is kept.
     *
     * @param slot 0 to {@link #RENDERINGS} − 1
     */
    public byte[] rendering(int slot, Function<LogEvent, byte[]> renderer) {
        byte[] ready = renderings.get(slot);
        if (ready == null) {
            ready = renderer.apply(this);
            renderings.set(slot, ready);
        }
        return ready;
    }

    /**
     * The recorded step that published it, if there is one, at the first call on this node; {@code
     * null} at each further one. So that of many loops one tells of it.
     */
    public @Nullable TraceContext takeTrace() {
        return untold == null ? null : UNTOLD.getAndSet(this, null);
    }

    /**
     * Whom this event is about, found at the first call and kept.
     *
     * @param finder the same at every call; answers with an empty string for nobody
     */
    public String subject(Function<LogEvent, String> finder) {
        String known = subject;
        if (known == null) {
            known = finder.apply(this);
            subject = known;
        }
        return known;
    }

    @Override
    public String toString() {
        // The data may be about a patient and does not belong in a log line.
        return type + " " + id + " in " + room + " at " + cursor.epoch() + "-" + cursor.clock();
    }
}
