package dev.wardcast.testsupport;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a server that has to be told one. */
public final class FreePort {

    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** Below the ports that outgoing connections use, or one of those may take it meanwhile. */
    public static int find() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // The next one.
            }
        }
        throw new IOException("no free port between 20000 and 32000");
    }
}
