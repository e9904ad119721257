package dev.wardcast.embedded;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Closes, side by side, the servers that are still open when the JVM exits. */
final class ExitHook {

    private static final Set<AutoCloseable> OPEN = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(ExitHook::closeAll, "embedded-servers"));
        } catch (IllegalStateException exiting) {
            // First used by whoever closes a server while the JVM exits: nothing is left to hook
            // to.
        }
    }

    private ExitHook() {}

    static void add(AutoCloseable server) {
        OPEN.add(server);
    }

    static void remove(AutoCloseable server) {
        OPEN.remove(server);
    }

    private static void closeAll() {
        List<Thread> closing =
                OPEN.stream()
                        .map(server -> Thread.ofPlatform().start(() -> close(server)))
                        .toList();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            // Nobody is left to tell, and each server's guard does the rest.
        }
    }
}
