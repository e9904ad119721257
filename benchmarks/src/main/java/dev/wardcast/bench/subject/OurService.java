package dev.wardcast.bench.subject;

import java.io.File;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service of ours as a process of its own, with its default settings. */
public enum OurService {
    VITALS_INGEST("vitals-ingest", "dev.wardcast.vitals.Application"),
    SESSION_PROGRESS("session-progress", "dev.wardcast.sessions.Application"),
    ALERT_SERVICE("alert-service", "dev.wardcast.alerts.Application"),
    NOTIFICATION_SERVICE("notification-service", "dev.wardcast.notifications.Application"),
    STREAM_GATEWAY("stream-gateway", "dev.wardcast.gateway.Application");

    /** The same for all of them; what it protects is gone with the trial. */
    private static final String VAULT_KEY =
            "bench:" + Base64.getEncoder().encodeToString(new byte[32]);

    private final String module;
    private final String main;

    OurService(String module, String main) {
        this.module = module;
        this.main = main;
    }

    /** Its module, and its name on the command line. */
    public String module() {
        return module;
    }

    String main() {
        return main;
    }

    /** Ours without the other services: a process runs every service that it finds there. */
    String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        Stream.of(values()).noneMatch(other -> other != this && other.owns(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private boolean owns(String classPathEntry) {
        Path path = Path.of(classPathEntry);
        return classPathEntry.contains(File.separator + module + File.separator + "target")
                || path.getFileName().toString().startsWith(module + "-");
    }

    /**
     * Starts it; returns when it takes connections.
     *
     * @param access where its keys come from
     */
    public RunningService start(DataServers servers, AccessDocuments access) {
        return start(servers, access, Map.of());
    }

    /** The same with these settings, as variables of the environment. */
    public RunningService start(
            DataServers servers, AccessDocuments access, Map<String, String> settings) {
        int port = ChildProcess.freePort();
        Path directory = ChildProcess.directory(module);
        Map<String, String> environment = new HashMap<>();
        environment.put("WARDCAST_REDIS_URL", servers.redisUrl());
        environment.put("WARDCAST_DATABASE_URL", servers.databaseUrl());
        environment.put("WARDCAST_JWKS_URL", access.keySetUrl());
        environment.put("WARDCAST_VAULT_KEYS", VAULT_KEY);
        environment.putAll(settings);
        List<String> options =
                this == STREAM_GATEWAY ? LaunchOptions.ofGateway() : LaunchOptions.ofService();
        ChildProcess process =
                ChildProcess.java(
                        directory,
                        environment,
                        options,
                        classPath(),
                        main,
                        "--port",
                        Integer.toString(port),
                        "--data",
                        directory.toString());
        return new RunningService(process.awaitPort(port), port);
    }
}
