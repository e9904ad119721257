package dev.wardcast.bench.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel keeps of files. */
final class PageCache {

    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private PageCache() {}

    /** Forgets all of it that is on the disk; whether we may. */
    static boolean empty() {
        try {
            Files.writeString(DROP, "3");
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
