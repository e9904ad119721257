package dev.wardcast.bench.fanout;

import static dev.wardcast.bench.fanout.Metric.ALL_CPU_PER_DELIVERY;
import static dev.wardcast.bench.fanout.Metric.ANSWERED;
import static dev.wardcast.bench.fanout.Metric.CPU_PER_CLIENT;
import static dev.wardcast.bench.fanout.Metric.CPU_PER_DELIVERY;
import static dev.wardcast.bench.fanout.Metric.DELIVERIES_PER_SECOND;
import static dev.wardcast.bench.fanout.Metric.FIRST_RECOVERED;
import static dev.wardcast.bench.fanout.Metric.HALF_RECOVERED;
import static dev.wardcast.bench.fanout.Metric.HEAP_PER_CONNECTION;
import static dev.wardcast.bench.fanout.Metric.HELPER_CPU;
import static dev.wardcast.bench.fanout.Metric.KEEP_ALIVES;
import static dev.wardcast.bench.fanout.Metric.MACHINE_CPU;
import static dev.wardcast.bench.fanout.Metric.MAX;
import static dev.wardcast.bench.fanout.Metric.MEMORY_PER_CONNECTION;
import static dev.wardcast.bench.fanout.Metric.OFFERED;
import static dev.wardcast.bench.fanout.Metric.P50;
import static dev.wardcast.bench.fanout.Metric.P99;
import static dev.wardcast.bench.fanout.Metric.P999;
import static dev.wardcast.bench.fanout.Metric.PUBLISHER_CPU;
import static dev.wardcast.bench.fanout.Metric.READINGS;
import static dev.wardcast.bench.fanout.Metric.RECEIVER_CPU;
import static dev.wardcast.bench.fanout.Metric.RECEIVER_CPU_PER_DELIVERY;
import static dev.wardcast.bench.fanout.Metric.RECOVERED;
import static dev.wardcast.bench.fanout.Metric.RESIDENT_AT_FIRST;
import static dev.wardcast.bench.fanout.Metric.RESIDENT_AT_LAST;
import static dev.wardcast.bench.fanout.Metric.SERVER_CPU;

import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.subject.Contender;
import java.util.List;
import java.util.Locale;

/** A question, and the figures that answer it: the first is what it is about. */
enum Scenario {
    ONE_ROOM(
            "Top rate, all connections in one room",
            "The next event is sent when one of those under way has reached every client, so no"
                    + " queue grows and nothing is refused; every delivery is checked. `server` is"
                    + " the process under test, `receiver` the one thread that holds all clients,"
                    + " `publisher` the rest of the generator.",
            DELIVERIES_PER_SECOND,
            CPU_PER_DELIVERY,
            ALL_CPU_PER_DELIVERY,
            SERVER_CPU,
            HELPER_CPU,
            RECEIVER_CPU,
            PUBLISHER_CPU,
            MACHINE_CPU,
            RECEIVER_CPU_PER_DELIVERY),
    ROOMS(
            "Top rate, ten connections a room",
            "As above, with the events going to the rooms in turn: a thousand times as many events"
                    + " for as many deliveries, so the way of an event through Redis counts here.",
            DELIVERIES_PER_SECOND,
            CPU_PER_DELIVERY,
            ALL_CPU_PER_DELIVERY,
            SERVER_CPU,
            HELPER_CPU,
            RECEIVER_CPU,
            PUBLISHER_CPU,
            MACHINE_CPU,
            RECEIVER_CPU_PER_DELIVERY),
    LATENCY(
            "Latency at half of nchan's top rate",
            "Events are sent at a fixed rate, the same for all, whatever the server does. The"
                    + " latency of a delivery runs from the moment the event was due to the moment"
                    + " the client's bytes were read; with one room the last client of an event"
                    + " waits for all others.",
            P99,
            P50,
            P999,
            MAX,
            OFFERED,
            SERVER_CPU,
            RECEIVER_CPU),
    SCALING(
            "Cost of a delivery by the number of connections",
            "One room at its top rate. CPU time of the server for one delivery.",
            CPU_PER_DELIVERY,
            DELIVERIES_PER_SECOND,
            SERVER_CPU,
            RECEIVER_CPU),
    IDLE(
            "Memory of an idle connection",
            "Growth of resident memory from the first number of connections to the last, divided by"
                    + " the connections between, after a wait in which each got a keep-alive; a JVM"
                    + " is told to collect its garbage before each look. `live heap` is the"
                    + " part of it that a JVM's objects take. Sockets' buffers in the kernel are in"
                    + " nobody's figure.",
            MEMORY_PER_CONNECTION,
            HEAP_PER_CONNECTION,
            RESIDENT_AT_FIRST,
            RESIDENT_AT_LAST,
            KEEP_ALIVES),
    STORM(
            "Reconnect storm",
            "All clients of one room are cut off at once. "
                    + Storm.MISSED
                    + " events are published while nobody is there. Then all connect at the same"
                    + " time, each with its token and with the id of its last event as"
                    + " `Last-Event-ID`, while "
                    + Storm.RATE
                    + " events a second go on. A client is caught up when it has everything that was"
                    + " published before it began to connect, each event once and in order; time"
                    + " runs from the first connect. The first storm of a process warms it up, and the"
                    + " second is measured. `readings of Redis` are those of events, by"
                    + " the gateway; nchan has them in its memory. Bare Netty has no replay.",
            RECOVERED,
            FIRST_RECOVERED,
            HALF_RECOVERED,
            ANSWERED,
            READINGS,
            CPU_PER_CLIENT,
            DELIVERIES_PER_SECOND,
            SERVER_CPU,
            HELPER_CPU,
            RECEIVER_CPU,
            PUBLISHER_CPU,
            MACHINE_CPU);

    final String title;
    final String explanation;
    final List<Metric> metrics;

    Scenario(String title, String explanation, Metric... metrics) {
        this.title = title;
        this.explanation = explanation;
        this.metrics = List.of(metrics);
    }

    Metric main() {
        return metrics.getFirst();
    }

    /** Whether it can be asked of this server over this transport. */
    boolean suits(Transport transport, Contender contender) {
        return this != STORM || transport == Transport.SSE && contender != Contender.BARE_NETTY;
    }

    /** As on the command line. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
