package dev.wardcast.local.simulate;

import java.nio.file.Path;

/** A recording is not what it says it is; names the file, the line and the expectation. */
final class WfdbException extends SimulationException {

    private WfdbException(String message) {
        super(message);
    }

    static WfdbException at(Path file, int line, String what) {
        return new WfdbException(file + ":" + line + ": " + what);
    }

    static WfdbException in(Path file, String what) {
        return new WfdbException(file + ": " + what);
    }
}
