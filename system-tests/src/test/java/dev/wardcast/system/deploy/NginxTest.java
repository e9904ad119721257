package dev.wardcast.system.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.deploy.Chart.Values;
import dev.wardcast.testsupport.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every path reaches its service, by the chart's own nginx and by a controller's. */
class NginxTest {

    @TempDir Path scratch;

    private Path configuration(String more, String upstreams) throws Exception {
        String text =
                Chart.nginx(
                        "edge:\n  stateDirectory: "
                                + scratch
                                + "\n  accessLog: /dev/null\n"
                                + "  workerConnections: 500\n  upstreams:\n"
                                + upstreams
                                + more,
                        scratch);
        return Files.writeString(scratch.resolve("nginx.conf"), text);
    }

    private static String upstreams(Map<String, String> addresses) {
        StringBuilder yaml = new StringBuilder();
        addresses.forEach((service, address) ->
                yaml.append("    ")
                        .append(service)
                        .append(": [\"")
                        .append(address)
                        .append("\"]\n"));
        return yaml.toString();
    }

    private static Map<String, String> nowhere() {
        Map<String, String> addresses = new TreeMap<>();
        Deployment.SERVICES.keySet().forEach(service -> addresses.put(service, "127.0.0.1:9"));
        return addresses;
    }

    @Test
    void nginx_accepts_what_is_rendered() throws Exception {
        for (String more :
                List.of(
                        "",
                        "  trustedProxies: [\"10.0.0.0/8\"]\n",
                        "recordings: {maxSize: 1GB}\ngateway: {drainSeconds: 90}\n")) {
            String said = Nginx.test(configuration(more, upstreams(nowhere())));
            assertTrue(said.contains("successful"), said);
            assertFalse(said.contains("[warn]"), said);
        }
    }

    @Test
    void every_path_of_every_service_reaches_it_and_metrics_reach_nobody() throws Exception {
        Nginx.required();
        Map<String, NamedServer> servers = new TreeMap<>();
        Map<String, String> addresses = new TreeMap<>();
        for (String service : Deployment.SERVICES.keySet()) {
            NamedServer server = new NamedServer(service);
            servers.put(service, server);
            addresses.put(service, server.address());
        }
        int port = FreePort.find();
        Path configuration = configuration("  port: " + port + "\n", upstreams(addresses));
        try (Nginx nginx = Nginx.start(configuration, port)) {
            String address = "http://localhost:" + port;
            Map<String, String> expected = Paths.ofAllServices();
            Map<String, String> reached = new TreeMap<>();
            for (String path : expected.keySet()) {
                reached.put(path, Http.get(address + path));
            }
            assertEquals(lines(expected), lines(reached));
            for (String inside : List.of("/metrics", "/openapi", "/nothing", "/api", "/.env")) {
                assertEquals(404, Http.status(address + inside), inside);
            }
            assertEquals(
                    "application/problem+json",
                    Http.send("GET", address + "/metrics")
                            .headers()
                            .firstValue("Content-Type")
                            .orElse(""));
        } finally {
            servers.values().forEach(NamedServer::close);
        }
    }

    @Test
    void a_controller_that_takes_the_first_pattern_reaches_the_same_services() throws Exception {
        List<Map<String, Object>> objects = Chart.render(Values.WITHOUT_OUR_NGINX, scratch);
        Map<String, Object> ingress = Chart.ofKind(objects, "Ingress").findFirst().orElseThrow();
        List<Map<String, Object>> paths =
                Tree.list(Tree.list(ingress, "spec", "rules").getFirst(), "http", "paths");
        Map<String, String> expected = Paths.ofAllServices();
        Map<String, String> reached = new TreeMap<>();
        expected.keySet()
                .forEach(path ->
                        reached.put(
                                path,
                                paths.stream()
                                        .filter(one ->
                                                Pattern.compile("^" + Tree.text(one, "path"))
                                                        .matcher(path)
                                                        .find())
                                        .map(one -> Tree.text(one, "backend", "service", "name"))
                                        .findFirst()
                                        .orElse("nowhere")
                                        .replace("wardcast-", "")));
        assertEquals(lines(expected), lines(reached));
        Object annotations = Tree.at(ingress, "metadata", "annotations");
        assertEquals("off", Tree.text(annotations, "nginx.ingress.kubernetes.io/proxy-buffering"));
        assertEquals(
                "3600", Tree.text(annotations, "nginx.ingress.kubernetes.io/proxy-read-timeout"));
        assertTrue(
                Tree.text(annotations, "nginx.org/websocket-services")
                        .contains("wardcast-stream-gateway"));
    }

    @Test
    void the_nginx_of_compose_is_that_of_the_chart() throws Exception {
        Path file = Deployment.directory().resolve("compose/nginx.conf");
        String rendered = Rendered.composeNginx(scratch);
        if (Boolean.getBoolean("wardcast.render")) {
            Files.writeString(file, rendered);
        }
        assertEquals(rendered, Files.readString(file));
    }

    private static String lines(Map<String, String> map) {
        StringBuilder text = new StringBuilder();
        map.forEach((key, value) -> text.append(key).append(" -> ").append(value).append('\n'));
        return text.toString();
    }
}
