package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One way of writing an event, complete with its framing. Each event is written once in each form,
 * for all clients of a node. Forms are constants; there are at most {@link LogEvent#RENDERINGS}.
 */
public final class Form {

    private static final AtomicInteger FORMS = new AtomicInteger();

    private final int slot = FORMS.getAndIncrement();
    private final Function<LogEvent, byte[]> renderer;

    public Form(Function<LogEvent, byte[]> renderer) {
        this.renderer = renderer;
    }

    int slot() {
        return slot;
    }

    public byte[] of(LogEvent event) {
        return event.rendering(slot, renderer);
    }
}
