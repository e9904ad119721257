package dev.wardcast.kit.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CompilerThreadsTest {

    /** The least that shows, because these threads keep it for all other tests. */
    private static final int NICE = 1;

    @Test
    void only_the_optimizing_compiler_gives_way() throws Exception {
        CompilerThreads.giveWay(NICE);
        List<Integer> ofCompiler = new ArrayList<>();
        List<Integer> ofOthers = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                boolean compiler = Files.readString(task.resolve("comm")).startsWith("C2 ");
                (compiler ? ofCompiler : ofOthers).add(nice(task));
            }
        }
        assertFalse(ofCompiler.isEmpty());
        assertEquals(List.of(NICE), ofCompiler.stream().distinct().toList());
        assertEquals(List.of(0), ofOthers.stream().distinct().toList());
    }

    /** Field 19 of proc_pid_stat(5); the second is a name in parentheses, with blanks perhaps. */
    private static int nice(Path task) throws IOException {
        String stat = Files.readString(task.resolve("stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19 - 3]);
    }
}
