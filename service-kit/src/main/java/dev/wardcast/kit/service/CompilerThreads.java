package dev.wardcast.kit.service;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the threads of the JVM's optimizing compiler give way to those that serve. For minutes after
 * its start a service compiles, each method for milliseconds at a stretch; on a machine with few
 * processors whoever waits for an alert would wait for that. The methods run meanwhile, only
 * slower.
 *
 * <p>On Linux, where a thread has a priority of its own; elsewhere this does nothing. The JVM's own
 * switches for it warn at each start of a user who is not root.
 */
public final class CompilerThreads {

    private static final Logger LOG = LoggerFactory.getLogger(CompilerThreads.class);
    private static final Path TASKS = Path.of("/proc/self/task");

    /** The kernel keeps fifteen characters of {@code C2 CompilerThread0}. */
    private static final String NAME = "C2 CompilerThre";

    /** A tenth of the time of one that serves, where both want to run; see sched(7). */
    private static final int NICE = 10;

    /** {@code which} of setpriority(2), and there a thread counts as a process. */
    private static final int PRIO_PROCESS = 0;

    private CompilerThreads() {}

    /** Those that come later inherit it from those that are there. */
    public static void giveWay() {
        giveWay(NICE);
    }

    static void giveWay(int nice) {
        Optional<MemorySegment> function =
                Linker.nativeLinker().defaultLookup().find("setpriority");
        if (!Files.isDirectory(TASKS) || function.isEmpty()) {
            return;
        }
        MethodHandle setPriority =
                Linker.nativeLinker()
                        .downcallHandle(
                                function.get(),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT));
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).strip().equals(NAME)) {
                    int id = Integer.parseInt(task.getFileName().toString());
                    int failed = (int) setPriority.invokeExact(PRIO_PROCESS, id, nice);
                    LOG.debug(
                            "compiler thread {}: {}", id, failed == 0 ? "gives way" : "as it was");
                }
            }
        } catch (Throwable failure) {
            // A thread that ended meanwhile, or a sandbox that allows less: all goes on as without.
            LOG.debug("compiler threads keep their priority: {}", failure.toString());
        }
    }
}
