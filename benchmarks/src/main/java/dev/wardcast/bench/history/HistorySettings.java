package dev.wardcast.bench.history;

/**
 * What is measured.
 *
 * @param rows readings in the history, at least
 * @param queries how often each question is asked, cold and warm
 * @param writes rows that are written by COPY, and as many by INSERT
 */
record HistorySettings(long rows, int queries, int writes) {}
