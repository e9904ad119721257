package dev.wardcast.local.simulate;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real recordings, where the machine has them: {@code shared/data/wfdb} beside any parent. */
final class Recordings {

    static final String DETERIORATION = "s25047-2704-05-04-10-44n";

    private Recordings() {}

    /** The header of a recording; the test is skipped when it is not there. */
    static Path header(String record) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path header = at.resolve("shared/data/wfdb").resolve(record + ".hea");
            if (Files.isRegularFile(header)) {
                return header;
            }
        }
        return abort("recording " + record + " is not on this machine");
    }
}
