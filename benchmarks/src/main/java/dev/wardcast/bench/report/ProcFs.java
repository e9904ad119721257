package dev.wardcast.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux knows about processes and the machine. */
public final class ProcFs {

    private static final Path PROC = Path.of("/proc");

    /** {@code USER_HZ}: a hundredth of a second wherever Linux runs on amd64 and arm64. */
    private static final long TICK_NANOS = 10_000_000;

    private static final int FIELDS_TO_UTIME = 11;

    private ProcFs() {}

    /** CPU time of these processes, user and system, in nanoseconds; to a hundredth of a second. */
    public static long cpuNanos(List<Long> processes) {
        return processes.stream().mapToLong(ProcFs::cpuNanos).sum();
    }

    private static long cpuNanos(long process) {
        return ticks(process, 2) * TICK_NANOS;
    }

    /**
     * CPU time of a process and of all that it ever started, as far as they are still there or it
     * has heard of their end; in nanoseconds.
     */
    public static long treeCpuNanos(long parent) {
        long ticks = ticks(parent, 4);
        List<ProcessHandle> children =
                ProcessHandle.of(parent).stream().flatMap(ProcessHandle::descendants).toList();
        for (ProcessHandle child : children) {
            try {
                ticks += ticks(child.pid(), 4);
            } catch (UncheckedIOException ended) {
                // Counted with its parent the next time.
                continue;
            }
        }
        return ticks * TICK_NANOS;
    }

    /** The sum of the first of: user, system, and both of the children that have ended. */
    private static long ticks(long process, int fields) {
        String stat = read(PROC.resolve(process + "/stat"));
        // The name, in parentheses, may hold anything.
        String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long sum = 0;
        for (int i = 0; i < fields; i++) {
            sum += Long.parseLong(field[FIELDS_TO_UTIME + i]);
        }
        return sum;
    }

    /** Memory resident for these processes, in bytes; pages that they share count once. */
    public static long residentBytes(List<Long> processes) {
        return processes.stream()
                        .mapToLong(process ->
                                kilobytes(read(PROC.resolve(process + "/smaps_rollup")), "Pss:"))
                        .sum()
                * 1024;
    }

    private static long kilobytes(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is missing in /proc"));
    }

    /** CPU time that this virtual machine wanted and did not get, in nanoseconds. */
    public static long stolenNanos() {
        return Long.parseLong(machineTicks()[8]) * TICK_NANOS;
    }

    private static String[] machineTicks() {
        return read(PROC.resolve("stat")).lines().findFirst().orElse("").split(" +");
    }

    /** CPU time that the whole machine was busy, in nanoseconds. */
    public static long machineBusyNanos() {
        String[] fields = machineTicks();
        long busy = 0;
        for (int field = 1; field <= 8; field++) {
            // Neither idle nor waiting for a disk.
            if (field != 4 && field != 5) {
                busy += Long.parseLong(fields[field]);
            }
        }
        return busy * TICK_NANOS;
    }

    /** How many files, and so connections, a process may have open. */
    public static int openFilesLimit() {
        return read(PROC.resolve("self/limits"))
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" +")[4])
                .map(limit ->
                        limit.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(limit))
                .findFirst()
                .orElse(1_024);
    }

    /** For the head of a report: processor, memory and kernel. */
    public static String machine() {
        String processor =
                read(PROC.resolve("cpuinfo"))
                        .lines()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 2))
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
        long memory = kilobytes(read(PROC.resolve("meminfo")), "MemTotal:") >> 20;
        return "%d × %s, %d GB, Linux %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor,
                        memory,
                        System.getProperty("os.version"));
    }

    private static String read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return String.join("\n", lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections to this port whose clients have gone, and which the server has yet to close. */
    public static long abandonedConnections(int port) {
        String local = "(?i)\\s*\\d+: [0-9a-f]+:%04x \\S+ 08 .*".formatted(port);
        return Stream.of(PROC.resolve("net/tcp"), PROC.resolve("net/tcp6"))
                .filter(Files::exists)
                .flatMap(table -> read(table).lines())
                .filter(line -> line.matches(local))
                .count();
    }
}
