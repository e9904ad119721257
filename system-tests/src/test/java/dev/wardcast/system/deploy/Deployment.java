package dev.wardcast.system.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is in {@code deploy/}, and what the services are called. */
final class Deployment {

    /** The modules that are services, with the class that starts each. */
    static final Map<String, String> SERVICES =
            Map.of(
                    "access-service", "dev.wardcast.access.Application",
                    "alert-service", "dev.wardcast.alerts.Application",
                    "notification-service", "dev.wardcast.notifications.Application",
                    "session-progress", "dev.wardcast.sessions.Application",
                    "stream-gateway", "dev.wardcast.gateway.Application",
                    "vitals-ingest", "dev.wardcast.vitals.Application");

    static final List<String> WITH_SCHEMAS =
            List.of(
                    "access-service",
                    "alert-service",
                    "notification-service",
                    "session-progress",
                    "vitals-ingest");

    private Deployment() {}

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("wardcast")) ? here : here.getParent();
    }

    static Path directory() {
        return root().resolve("deploy");
    }
}
