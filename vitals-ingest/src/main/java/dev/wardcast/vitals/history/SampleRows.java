package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Writes a batch of a partition of the queue within the caller's transaction. Blocks. */
@FunctionalInterface
interface SampleRows {

    /** Returns how many rows are new. */
    int write(Connection connection, int partition, List<Entry> entries) throws SQLException;
}
