package dev.wardcast.system.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One address before a stack and its gateways, as an ingress: connections whose first request is
 * for a WebSocket go to the gateway that it points at, all others to the stack.
 */
final class Switchboard implements AutoCloseable {

    private static final int LONGEST_LINE = 8_192;

    private final ServerSocket server;
    private final int stack;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int gateway;

    Switchboard(int stack, int gateway) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.stack = stack;
        this.gateway = gateway;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** New connections go there; those that are open stay where they are. */
    void pointAt(int other) {
        gateway = other;
    }

    private void accept() {
        try {
            while (true) {
                Socket from = server.accept();
                open.add(from);
                Thread.ofVirtual().start(() -> connect(from));
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }

    private void connect(Socket from) {
        try (from) {
            byte[] line = firstLine(from.getInputStream());
            boolean live = new String(line, StandardCharsets.ISO_8859_1).contains(" /realtime/ws");
            try (Socket to = new Socket(InetAddress.getLoopbackAddress(), live ? gateway : stack)) {
                open.add(to);
                to.getOutputStream().write(line);
                Thread back = Thread.ofVirtual().start(() -> pump(to, from));
                pump(from, to);
                back.join();
            }
        } catch (IOException refused) {
            // Nobody is there, and so the browser finds.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] firstLine(InputStream bytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = bytes.read(); next >= 0; next = bytes.read()) {
            line.write(next);
            if (next == '\n' || line.size() == LONGEST_LINE) {
                break;
            }
        }
        return line.toByteArray();
    }

    /** Whichever direction ends ends both. */
    private static void pump(Socket from, Socket to) {
        try (from;
                to;
                OutputStream there = to.getOutputStream()) {
            from.getInputStream().transferTo(there);
        } catch (IOException cut) {
            // The other direction ends with this one.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
