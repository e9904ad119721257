package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.follow.Delivered;
import dev.wardcast.eventlog.follow.Gap;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gap that is being filled from elsewhere, page by page, as fast as the client takes them. */
final class Refilling {

    private final ClientStream stream;
    private final Gap gap;
    private final Refill.Pages pages;
    private final Set<String> ids = new HashSet<>();
    private long newestClock;

    Refilling(ClientStream stream, Gap gap, Refill.Pages pages) {
        this.stream = stream;
        this.gap = gap;
        this.pages = pages;
    }

    void next() {
        pages.next().whenComplete((page, failure) -> stream.execute(() -> take(page)));
    }

    private void take(Refill.@Nullable Page page) {
        if (page == null) {
            stream.notRefilled(gap.rooms());
            pass();
            return;
        }
        for (Refill.Refilled event : page.events()) {
            if (stream.follows(event.room()) && ids.add(event.id())) {
                newestClock = Math.max(newestClock, event.clock());
                stream.refilled(event);
            }
        }
        if (page.last()) {
            stream.flush();
            pass();
        } else {
            stream.whenDrained(this::next);
        }
    }

    private void pass() {
        gap.passed(new Delivered(ids, newestClock));
    }
}
