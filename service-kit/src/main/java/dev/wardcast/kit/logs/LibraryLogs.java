package dev.wardcast.kit.logs;

import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Some libraries (the driver of PostgreSQL, the exporter of traces) log by the JDK's own means,
 * which would print lines of another shape beside ours.
 */
public final class LibraryLogs {

    private LibraryLogs() {}

    /** From now on their lines are like all others. For the begin of a process. */
    public static void take() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }
}
