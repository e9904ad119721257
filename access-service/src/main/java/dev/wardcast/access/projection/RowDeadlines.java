package dev.wardcast.access.projection;

import jakarta.inject.Singleton;
import java.time.Duration;

/** Grants that start or end, and keys that end. */
@Singleton
final class RowDeadlines implements Deadline {

    private final ProjectionTable table;

    RowDeadlines(ProjectionTable table) {
        this.table = table;
    }

    @Override
    public void apply() {
        table.applyToGrants();
        table.applyToKeys();
    }

    @Override
    public Duration untilNext() {
        return Duration.ofMillis(table.millisUntilNext());
    }
}
