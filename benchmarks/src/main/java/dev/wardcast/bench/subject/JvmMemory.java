package dev.wardcast.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The heap of another JVM, through its {@code jcmd}. */
final class JvmMemory {

    private JvmMemory() {}

    /**
     * Twice a full collection: the first may only then give back what it has found free.
     *
     * @return bytes of what is alive
     */
    static long collect(long process) {
        jcmd(process, "GC.run");
        // Counts after a collection of its own.
        String total =
                jcmd(process, "GC.class_histogram")
                        .lines()
                        .filter(line -> line.startsWith("Total"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no total from jcmd"));
        return Long.parseLong(total.strip().split(" +")[2]);
    }

    private static String jcmd(long process, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process run =
                    new ProcessBuilder(List.of(jcmd.toString(), Long.toString(process), command))
                            .redirectErrorStream(true)
                            .start();
            String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (run.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
