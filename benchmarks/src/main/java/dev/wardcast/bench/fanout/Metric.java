package dev.wardcast.bench.fanout;

import java.util.Locale;

/** A figure that is measured. */
enum Metric {
    DELIVERIES_PER_SECOND("deliveries/s"),
    CPU_PER_DELIVERY("server CPU µs/delivery"),
    ALL_CPU_PER_DELIVERY("with Redis"),
    SERVER_CPU("server cores"),
    HELPER_CPU("Redis cores"),
    RECEIVER_CPU("receiver cores"),
    PUBLISHER_CPU("publisher cores"),
    MACHINE_CPU("machine cores"),
    RECEIVER_CPU_PER_DELIVERY("receiver CPU µs/delivery"),
    OFFERED("offered/s"),
    P50("p50 ms"),
    P99("p99 ms"),
    P999("p99.9 ms"),
    MAX("max ms"),
    MEMORY_PER_CONNECTION("KB/connection"),
    HEAP_PER_CONNECTION("live heap KB/connection"),
    RESIDENT_AT_FIRST("MB at first"),
    RESIDENT_AT_LAST("MB at last"),
    KEEP_ALIVES("keep-alives/connection"),
    RECOVERED("s until all are caught up"),
    FIRST_RECOVERED("s, first storm of a process"),
    HALF_RECOVERED("s until half are"),
    ANSWERED("s until all are answered"),
    READINGS("readings of Redis"),
    CPU_PER_CLIENT("server CPU ms/client");

    final String label;

    Metric(String label) {
        this.label = label;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
