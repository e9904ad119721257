package dev.wardcast.bench.ingest;

import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.subject.ChildProcess;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.LaunchOptions;
import java.util.Map;

/** {@link BareIntakeServer} as a process of its own, with the same Redis behind it. */
final class BareIntake implements Intake {

    private final DataServers servers;
    private final ChildProcess server;
    private final int port = ChildProcess.freePort();

    BareIntake(int readings) {
        servers = DataServers.start();
        try {
            server =
                    ChildProcess.java(
                                    ChildProcess.directory("bare-intake"),
                                    Map.of(),
                                    LaunchOptions.ofService(),
                                    System.getProperty("java.class.path"),
                                    BareIntakeServer.class.getName(),
                                    servers.redisUrl(),
                                    Integer.toString(port),
                                    Integer.toString(readings))
                            .awaitPort(port);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public CpuMeter meter() {
        return new CpuMeter().with("server", server.pid()).with("Redis", servers.redisPid());
    }

    @Override
    public double settle(long accepted) {
        return -1;
    }

    @Override
    public void close() {
        server.close();
        servers.close();
    }
}
