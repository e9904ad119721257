package dev.wardcast.bench.history;

import dev.wardcast.bench.history.Ward.BedDay;
import dev.wardcast.bench.report.Latencies;

/** Somebody who can be asked. */
interface Asking extends AutoCloseable {

    /**
     * Asks for all pages of an answer, one after the other.
     *
     * @param latencies gets how long each page took, until its last byte
     * @throws IllegalStateException if it is not the answer that it has to be
     */
    void ask(Question question, Ward ward, BedDay asked, Latencies latencies);

    @Override
    void close();
}
