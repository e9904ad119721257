package dev.wardcast.access.emergency;

import dev.wardcast.access.projection.Deadline;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Ends what is over; each is a transaction of its own. */
@Singleton
final class EmergencyDeadline implements Deadline {

    private final EmergencyDesk desk;
    private final EmergencyTable table;

    EmergencyDeadline(EmergencyDesk desk, EmergencyTable table) {
        this.desk = desk;
        this.table = table;
    }

    @Override
    public void apply() {
        while (desk.endOverdue()) {
            // Until there is none.
        }
    }

    @Override
    public Duration untilNext() {
        return Duration.ofMillis(table.millisUntilNext());
    }
}
