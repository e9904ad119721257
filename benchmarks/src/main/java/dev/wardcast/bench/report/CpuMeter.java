package dev.wardcast.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** CPU time of those who take part, of this JVM, of the whole machine, and what it did not get. */
public final class CpuMeter {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Map<String, LongSupplier> parts = new LinkedHashMap<>();

    /** With all the processes that this one has started. */
    public CpuMeter with(String name, long pid) {
        parts.put(name, () -> ProcFs.treeCpuNanos(pid));
        return this;
    }

    /**
     * What had been used at a moment.
     *
     * @param at as of {@link System#nanoTime}
     * @param parts nanoseconds by name
     */
    public record Reading(
            long at, Map<String, Long> parts, long generator, long machine, long stolen) {

        /** Nanoseconds of one part since then. */
        public long since(Reading before, String name) {
            return parts.getOrDefault(name, 0L) - before.parts.getOrDefault(name, 0L);
        }

        /** Of all parts together. */
        public long since(Reading before) {
            return parts.keySet().stream().mapToLong(name -> since(before, name)).sum();
        }

        /** How many processors each of them kept busy, under {@code name cores}. */
        public Map<String, Double> cores(Reading before) {
            double nanos = at - before.at;
            Map<String, Double> cores = new LinkedHashMap<>();
            parts.keySet().forEach(name -> cores.put(name + " cores", since(before, name) / nanos));
            cores.put("generator cores", (generator - before.generator) / nanos);
            cores.put("machine cores", (machine - before.machine) / nanos);
            cores.put("stolen cores", (stolen - before.stolen) / nanos);
            return cores;
        }
    }

    public Reading read() {
        Map<String, Long> now = new LinkedHashMap<>();
        parts.forEach((name, cpu) -> now.put(name, cpu.getAsLong()));
        return new Reading(
                System.nanoTime(),
                now,
                SYSTEM.getProcessCpuTime(),
                ProcFs.machineBusyNanos(),
                ProcFs.stolenNanos());
    }
}
