package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

/** One stack as `./wardcast up` starts it, which must end without having logged an error. */
public record Stack(String url, Processes.Running process) implements AutoCloseable {

    public static Stack start(Path data) throws IOException, InterruptedException {
        int port = Processes.freePort();
        String url = "http://localhost:" + port;
        Processes.Running process =
                Processes.wardcast(
                                "up", "--port", Integer.toString(port), "--data", data.toString())
                        .awaitReady();
        assertTrue(process.output().contains("wardcast ready " + url), process.output());
        return new Stack(url, process);
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
        assertFalse(process.output().contains(" ERROR "), process.output());
    }
}
