package dev.wardcast.sessions;

import dev.wardcast.testsupport.AccessWorld;
import dev.wardcast.testsupport.FreePort;
import dev.wardcast.testsupport.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The service as a process of its own, which can be killed. */
public final class SessionsProcess implements AutoCloseable {

    private final int port;
    private final Process process;

    /**
     * @param directory for its recordings ({@code audio}) and its log
     * @param options for the virtual machine, such as settings
     */
    public SessionsProcess(Path directory, String databaseUrl, AccessWorld world, String... options)
            throws IOException {
        port = FreePort.find();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(
                List.of(
                        "-Dwardcast.database-url=" + databaseUrl,
                        "-Dwardcast.jwks-url=" + world.jwksUrl(),
                        "-Dwardcast.sessions.audio-dir=" + directory.resolve("audio"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.wardcast.sessions.Application",
                        "--port=" + port,
                        "--redis-url=" + TestServers.redisUrl(),
                        "--data=" + directory));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(port + ".log").toFile())
                        .start();
    }

    public int port() {
        return port;
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
