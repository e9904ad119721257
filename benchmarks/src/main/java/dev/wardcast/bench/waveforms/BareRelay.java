package dev.wardcast.bench.waveforms;

import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.subject.ChildProcess;
import dev.wardcast.bench.subject.LaunchOptions;
import java.net.URI;
import java.util.Map;

/** {@link BareRelayServer} as a process of its own. */
final class BareRelay implements Relay {

    private final int port = ChildProcess.freePort();
    private final ChildProcess server;

    BareRelay() {
        server =
                ChildProcess.java(
                                ChildProcess.directory("relay"),
                                Map.of(),
                                LaunchOptions.ofService(),
                                System.getProperty("java.class.path"),
                                BareRelayServer.class.getName(),
                                Integer.toString(port))
                        .awaitPort(port);
    }

    @Override
    public Place device(int number) {
        return new Place(URI.create("ws://127.0.0.1:" + port + "/device/" + number), Map.of());
    }

    @Override
    public Place viewer(int number) {
        return new Place(URI.create("ws://127.0.0.1:" + port + "/viewer/" + number), Map.of());
    }

    @Override
    public CpuMeter meter() {
        return new CpuMeter().with("relay", server.pid());
    }

    @Override
    public void close() {
        server.close();
    }
}
