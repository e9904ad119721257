package dev.wardcast.system.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the images and compose are like, as far as that can be seen without an engine. */
class ContainersTest {

    private static Map<String, Object> services;

    @BeforeAll
    static void read() throws Exception {
        String text = Files.readString(Deployment.directory().resolve("compose.yaml"));
        Object compose = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        services = Tree.map(Tree.at(compose, "services"));
    }

    @Test
    void every_service_has_a_container_and_there_are_two_gateways() {
        TreeSet<String> images = new TreeSet<>();
        services.values().stream()
                .map(service -> Tree.text(service, "image"))
                .filter(image -> image.startsWith("wardcast/"))
                .forEach(image -> images.add(image.replaceAll("wardcast/|:.*", "")));
        assertEquals(new TreeSet<>(Deployment.SERVICES.keySet()), images);
        assertEquals(
                2, services.keySet().stream().filter(n -> n.startsWith("stream-gateway-")).count());
    }

    @Test
    void containers_of_ours_have_limits_and_can_write_nowhere_but_to_tmp() {
        services.forEach((name, service) -> {
            assertTrue(Tree.has(service, "mem_limit") && Tree.has(service, "cpus"), name);
            assertEquals(List.of("no-new-privileges:true"), Tree.at(service, "security_opt"), name);
            if (Tree.text(service, "image").startsWith("wardcast/") || name.equals("nginx")) {
                assertEquals(true, Tree.at(service, "read_only"), name);
                assertEquals(List.of("ALL"), Tree.at(service, "cap_drop"), name);
                assertFalse(Tree.text(service, "user").startsWith("0"), name);
                assertTrue(Tree.text(service, "tmpfs").contains("/tmp"), name);
            }
        });
    }

    @Test
    void only_nginx_can_be_reached_from_outside_and_it_knows_every_container() throws Exception {
        assertEquals(
                List.of("nginx"),
                services.entrySet().stream()
                        .filter(service -> Tree.has(service.getValue(), "ports"))
                        .map(Map.Entry::getKey)
                        .toList());
        String nginx = Files.readString(Deployment.directory().resolve("compose/nginx.conf"));
        for (MatchResult server :
                Pattern.compile("server ([a-z0-9-]+):8080").matcher(nginx).results().toList()) {
            assertTrue(services.containsKey(server.group(1)), server.group());
        }
    }

    @Test
    void a_gateway_is_given_longer_than_its_drain_window() {
        Object gateway = services.get("stream-gateway-1");
        int window =
                Integer.parseInt(
                        Tree.text(gateway, "environment", "WARDCAST_GATEWAY_DRAIN_WINDOW")
                                .replace("s", ""));
        int grace = Integer.parseInt(Tree.text(gateway, "stop_grace_period").replace("s", ""));
        assertTrue(grace >= window + 10);
    }

    @Test
    void the_jvm_understands_the_options_of_every_image() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try (Stream<Path> files = Files.list(Deployment.directory().resolve("images"))) {
            List<Path> options =
                    files.filter(file -> file.getFileName().toString().startsWith("jvm-options"))
                            .collect(Collectors.toList());
            assertTrue(options.size() >= 2);
            for (Path file : options) {
                Process process =
                        new ProcessBuilder(java.toString(), "@" + file, "-version")
                                .redirectErrorStream(true)
                                .start();
                String said =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(0, process.waitFor(), file + ": " + said);
            }
        }
    }

    @Test
    void images_are_not_roots_and_come_out_the_same_each_time() throws Exception {
        String pom = Files.readString(Deployment.root().resolve("pom.xml"));
        for (String promise :
                List.of(
                        "<user>10001:10001</user>",
                        "<creationTime>EPOCH</creationTime>",
                        "<filesModificationTime>EPOCH_PLUS_SECOND</filesModificationTime>",
                        "<containerizingMode>packaged</containerizingMode>")) {
            assertTrue(pom.contains(promise), promise);
        }
        for (String service : Deployment.SERVICES.keySet()) {
            assertTrue(
                    Files.readString(Deployment.root().resolve(service).resolve("pom.xml"))
                            .contains("<jib.skip>false</jib.skip>"),
                    service);
        }
    }
}
