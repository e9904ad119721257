package dev.wardcast.bench.fanout;

import com.sun.management.OperatingSystemMXBean;
import dev.wardcast.bench.load.Receiver;
import dev.wardcast.bench.report.ProcFs;
import dev.wardcast.bench.subject.Subject;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;

/** What had been used and delivered at a moment; CPU times in nanoseconds. */
record Usage(
        long at,
        long delivered,
        long server,
        long helper,
        long receiver,
        long generator,
        long machine) {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    static Usage now(Subject subject, Receiver receiver) {
        return new Usage(
                System.nanoTime(),
                receiver.delivered(),
                ProcFs.cpuNanos(subject.processes()),
                ProcFs.cpuNanos(subject.helpers()),
                receiver.cpuNanos(),
                SYSTEM.getProcessCpuTime(),
                ProcFs.machineBusyNanos());
    }

    Map<Metric, Double> until(Usage end) {
        double nanos = end.at - at;
        double deliveries = Math.max(1, end.delivered - delivered);
        double ofServer = end.server - server;
        double ofHelper = end.helper - helper;
        double ofReceiver = end.receiver - receiver;
        double ofGenerator = end.generator - generator;
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.DELIVERIES_PER_SECOND, deliveries / nanos * 1e9);
        values.put(Metric.CPU_PER_DELIVERY, ofServer / deliveries / 1e3);
        values.put(Metric.ALL_CPU_PER_DELIVERY, (ofServer + ofHelper) / deliveries / 1e3);
        values.put(Metric.SERVER_CPU, ofServer / nanos);
        values.put(Metric.HELPER_CPU, ofHelper / nanos);
        values.put(Metric.RECEIVER_CPU, ofReceiver / nanos);
        values.put(Metric.PUBLISHER_CPU, Math.max(0, ofGenerator - ofReceiver) / nanos);
        values.put(Metric.MACHINE_CPU, (end.machine - machine) / nanos);
        values.put(Metric.RECEIVER_CPU_PER_DELIVERY, ofReceiver / deliveries / 1e3);
        return values;
    }
}
