package dev.wardcast.testsupport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The event stream interpretation of the WHATWG HTML standard, section 9.2.6, fed with bytes as
 * they come. Line ends are CR, LF or CRLF; a block without its blank line is not dispatched.
 */
final class SseParser {

    interface Listener {
        /** A block with data; {@code id} is the last event id as of this block. */
        void onEvent(String id, String event, String data);

        /** Text after the colon, without the one leading space. */
        void onComment(String comment);

        /** Also from a block that has no data. */
        void onLastEventId(String id);

        void onRetry(long millis);
    }

    private final Listener listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String event = "";
    private String lastEventId;
    private boolean afterCarriageReturn;
    private boolean atStart = true;

    SseParser(String lastEventId, Listener listener) {
        this.lastEventId = lastEventId;
        this.listener = listener;
    }

    void feed(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
            } else if (b == '\n' || b == '\r') {
                afterCarriageReturn = b == '\r';
                String text = line.toString(StandardCharsets.UTF_8);
                line.reset();
                onLine(withoutByteOrderMark(text));
            } else {
                afterCarriageReturn = false;
                line.write(b);
            }
        }
    }

    private String withoutByteOrderMark(String text) {
        boolean marked = atStart && text.startsWith("\uFEFF");
        atStart = false;
        return marked ? text.substring(1) : text;
    }

    private void onLine(String text) {
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        switch (field) {
            case "" -> listener.onComment(value);
            case "event" -> event = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> {
                if (value.indexOf('\0') < 0) {
                    lastEventId = value;
                }
            }
            case "retry" -> {
                if (value.matches("[0-9]{1,18}")) {
                    listener.onRetry(Long.parseLong(value));
                }
            }
            default -> {
                // The standard says: ignored.
            }
        }
    }

    private void dispatch() {
        listener.onLastEventId(lastEventId);
        if (!data.isEmpty()) {
            data.setLength(data.length() - 1);
            listener.onEvent(lastEventId, event.isEmpty() ? "message" : event, data.toString());
        }
        data.setLength(0);
        event = "";
    }
}
