package dev.wardcast.system.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The nginx of this machine with the configuration that is shipped. */
public final class ShippedNginx implements AutoCloseable {

    private final Nginx nginx;
    private final int port;

    private ShippedNginx(Nginx nginx, int port) {
        this.nginx = nginx;
        this.port = port;
    }

    /**
     * Skips the test where there is no nginx.
     *
     * @param scratch for its files
     * @param upstreams the addresses (host:port) of each service
     */
    public static ShippedNginx start(Path scratch, int port, Map<String, List<String>> upstreams)
            throws IOException {
        Nginx.required();
        StringBuilder values =
                new StringBuilder("edge:\n  workerConnections: 500\n  accessLog: /dev/null\n");
        values.append("  port: ").append(port).append("\n  stateDirectory: ").append(scratch);
        values.append("\n  upstreams:\n");
        upstreams.forEach((service, addresses) ->
                values.append("    ")
                        .append(service)
                        .append(": [\"")
                        .append(String.join("\", \"", addresses))
                        .append("\"]\n"));
        Path configuration = scratch.resolve("nginx.conf");
        Files.writeString(configuration, Chart.nginx(values.toString(), scratch));
        return new ShippedNginx(Nginx.start(configuration, port), port);
    }

    public String url() {
        return "http://localhost:" + port;
    }

    @Override
    public void close() throws InterruptedException {
        nginx.close();
    }
}
