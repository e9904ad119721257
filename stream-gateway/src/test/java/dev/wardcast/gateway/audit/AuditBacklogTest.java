package dev.wardcast.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import org.junit.jupiter.api.Test;

class AuditBacklogTest {

    private static AuditEntry entry(String detail) {
        return AuditEntry.of(Actor.service("test"), AuditAction.STREAM_OPENED).detail(detail);
    }

    @Test
    void what_has_no_room_is_counted_and_told_of_once() {
        AuditBacklog backlog = new AuditBacklog(2);
        for (int i = 0; i < 5; i++) {
            String detail = "entry " + i;
            backlog.add(() -> entry(detail));
        }
        assertEquals(3, backlog.lost());
        assertEquals(3, backlog.takeLostUntold());
        assertEquals(0, backlog.takeLostUntold());
        assertEquals("entry 0", backlog.take(10).getFirst().detail());
        backlog.add(() -> entry("again"));
        assertEquals(1, backlog.waiting());
        assertEquals(3, backlog.lost());
    }
}
