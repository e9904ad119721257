package dev.wardcast.bench.report;

/** What a benchmark found. */
public interface Report {

    /** For a terminal. */
    String tables();

    ReportFiles files();
}
