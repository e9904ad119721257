package dev.wardcast.system.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Which service has which path, as the services themselves say in their OpenAPI documents. */
final class Paths {

    /** Every service has these; they are for the cluster and not for those outside. */
    private static final Set<String> EVERYWHERE =
            Set.of("/health", "/health/{selector}", "/metrics", "/openapi");

    /** Promised to clients that exist, whatever the documents say. */
    private static final Map<String, String> PROMISED =
            Map.ofEntries(
                    Map.entry("/api/v1/auth/login", "access-service"),
                    Map.entry("/.well-known/jwks.json", "access-service"),
                    Map.entry("/api/v1/devices/data", "vitals-ingest"),
                    Map.entry("/api/v1/vitals/ws", "vitals-ingest"),
                    Map.entry("/api/v1/alerts/alerts/{id}/acknowledge", "alert-service"),
                    Map.entry("/api/v1/alerts/acknowledge", "alert-service"),
                    Map.entry("/api/v1/caregivers/alerts/stream", "stream-gateway"),
                    Map.entry("/api/v1/alerts/stream", "stream-gateway"),
                    Map.entry("/api/v1/alerts/ws", "stream-gateway"),
                    Map.entry("/ws", "stream-gateway"),
                    Map.entry("/realtime/events", "stream-gateway"),
                    Map.entry("/realtime/ws", "stream-gateway"),
                    Map.entry("/realtime/ws/patient/{id}/waveform", "stream-gateway"),
                    Map.entry("/realtime/stats", "stream-gateway"),
                    Map.entry("/realtime/test/publish", "stream-gateway"),
                    Map.entry("/api/sessions", "session-progress"),
                    Map.entry("/api/sessions/{id}/progress", "session-progress"),
                    Map.entry("/api/sessions/{id}/status/stream", "stream-gateway"),
                    Map.entry("/api/sessions/{id}/status/ws", "stream-gateway"),
                    Map.entry("/api/events/stream", "stream-gateway"),
                    Map.entry("/api/sse", "stream-gateway"),
                    Map.entry("/api/conversations/{id}/messages", "notification-service"),
                    Map.entry("/api/appointments", "notification-service"),
                    Map.entry("/api/notifications/{id}/ack", "notification-service"),
                    Map.entry("/api/test/appointment-reminder", "notification-service"),
                    Map.entry("/", "stream-gateway"),
                    Map.entry("/assets/js/main.js", "stream-gateway"));

    private Paths() {}

    /** Each path with ids in it that look like real ones, and the service it belongs to. */
    static Map<String, String> ofAllServices() throws IOException {
        Map<String, String> owners = new TreeMap<>();
        PROMISED.forEach((path, service) -> owners.put(filled(path), service));
        for (String service : Deployment.SERVICES.keySet()) {
            String document = "/META-INF/swagger/" + service + "-1.yml";
            try (InputStream yaml = Paths.class.getResourceAsStream(document)) {
                if (yaml == null) {
                    throw new AssertionError(document + " is not on the class path");
                }
                Object parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
                for (String path : Tree.map(Tree.at(parsed, "paths")).keySet()) {
                    if (!EVERYWHERE.contains(path)) {
                        String before = owners.put(filled(path), service);
                        if (before != null && !before.equals(service)) {
                            throw new AssertionError(path + ": " + before + " or " + service + "?");
                        }
                    }
                }
            }
        }
        return owners;
    }

    private static String filled(String path) {
        return path.replace("{type}", "monitor").replaceAll("\\{[^}]+}", "507f.1f77_b-4");
    }
}
