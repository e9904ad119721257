package dev.wardcast.system.deploy;

import java.io.IOException;
import java.nio.file.Path;

/** Files that are made from the chart and kept beside it, for those who use no Helm. */
final class Rendered {

    private static final String HEAD =
            "# Made from deploy/helm/wardcast with its default values; change those.\n";

    private Rendered() {}

    /** {@code deploy/kubernetes/wardcast.yaml}. */
    static String manifests(Path scratch) throws IOException {
        return HEAD + Chart.text("", scratch).replaceAll("(?m)[ \\t]+$", "").strip() + "\n";
    }

    /** {@code deploy/compose/nginx.conf}: two gateways, one of everything else. */
    static String composeNginx(Path scratch) throws IOException {
        return Chart.nginx(
                """
                edge:
                  workerConnections: 10000
                  upstreams:
                    access-service: ["access-service:8080"]
                    alert-service: ["alert-service:8080"]
                    notification-service: ["notification-service:8080"]
                    session-progress: ["session-progress:8080"]
                    stream-gateway: ["stream-gateway-1:8080", "stream-gateway-2:8080"]
                    vitals-ingest: ["vitals-ingest:8080"]
                """,
                scratch);
    }
}
