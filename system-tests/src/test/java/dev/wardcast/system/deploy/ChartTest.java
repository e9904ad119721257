package dev.wardcast.system.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.deploy.Chart.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every pod of the chart is like, whatever the values. */
class ChartTest {

    @TempDir Path scratch;

    private static List<Map<String, Object>> workloads(List<Map<String, Object>> objects) {
        return objects.stream()
                .filter(object -> Set.of("Deployment", "Job").contains(object.get("kind")))
                .toList();
    }

    private static String name(Map<String, Object> object) {
        return Tree.text(object, "metadata", "name");
    }

    private static Object pod(Map<String, Object> workload) {
        return Tree.at(workload, "spec", "template", "spec");
    }

    private static List<Map<String, Object>> containers(Map<String, Object> workload) {
        List<Map<String, Object>> containers =
                new ArrayList<>(Tree.list(pod(workload), "containers"));
        if (Tree.has(pod(workload), "initContainers")) {
            containers.addAll(Tree.list(pod(workload), "initContainers"));
        }
        return containers;
    }

    @ParameterizedTest
    @EnumSource
    void no_container_has_more_rights_than_it_needs(Values values) throws Exception {
        List<Map<String, Object>> objects = Chart.render(values, scratch);
        for (Map<String, Object> workload : workloads(objects)) {
            Object pod = pod(workload);
            assertEquals(true, Tree.at(pod, "securityContext", "runAsNonRoot"), name(workload));
            assertTrue(Tree.number(pod, "securityContext", "runAsUser") > 0, name(workload));
            assertEquals(
                    "RuntimeDefault",
                    Tree.text(pod, "securityContext", "seccompProfile", "type"),
                    name(workload));
            assertEquals(false, Tree.at(pod, "automountServiceAccountToken"), name(workload));
            assertEquals(false, Tree.at(pod, "enableServiceLinks"), name(workload));
            for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
                assertFalse(Tree.has(pod, host), name(workload));
            }
            for (Map<String, Object> volume : Tree.list(pod, "volumes")) {
                assertFalse(volume.containsKey("hostPath"), name(workload));
            }
            for (Map<String, Object> container : containers(workload)) {
                Object security = Tree.at(container, "securityContext");
                assertEquals(false, Tree.at(security, "allowPrivilegeEscalation"));
                assertEquals(false, Tree.at(security, "privileged"));
                assertEquals(true, Tree.at(security, "readOnlyRootFilesystem"));
                assertEquals(List.of("ALL"), Tree.at(security, "capabilities", "drop"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_container_has_limits_and_every_server_probes(Values values) throws Exception {
        for (Map<String, Object> workload : workloads(Chart.render(values, scratch))) {
            for (Map<String, Object> container : containers(workload)) {
                for (String kind : List.of("requests", "limits")) {
                    assertTrue(Tree.has(container, "resources", kind, "cpu"), name(workload));
                    assertTrue(Tree.has(container, "resources", kind, "memory"), name(workload));
                }
                assertEquals(
                        Tree.at(container, "resources", "requests", "memory"),
                        Tree.at(container, "resources", "limits", "memory"),
                        "memory that is not there when it is needed ends a pod");
                assertFalse(Tree.text(container, "image").endsWith(":latest"));
                if (workload.get("kind").equals("Deployment")) {
                    for (String probe :
                            List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                        assertTrue(Tree.has(container, probe, "httpGet"), name(workload));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_server_is_spread_and_survives_the_emptying_of_a_node(Values values)
            throws Exception {
        List<Map<String, Object>> objects = Chart.render(values, scratch);
        Set<String> budgets =
                Chart.ofKind(objects, "PodDisruptionBudget")
                        .map(ChartTest::name)
                        .collect(Collectors.toSet());
        Chart.ofKind(objects, "Deployment")
                .forEach(server -> {
                    assertTrue(budgets.contains(name(server)), name(server));
                    assertEquals(2, Tree.list(pod(server), "topologySpreadConstraints").size());
                    assertEquals(
                            0,
                            Tree.at(server, "spec", "strategy", "rollingUpdate", "maxUnavailable"));
                });
    }

    @ParameterizedTest
    @EnumSource
    void a_gateway_gets_longer_to_end_than_its_streams_are_given(Values values) throws Exception {
        Map<String, Object> gateway =
                Chart.ofKind(Chart.render(values, scratch), "Deployment")
                        .filter(object -> name(object).equals("wardcast-stream-gateway"))
                        .findFirst()
                        .orElseThrow();
        String window = variable(gateway, "WARDCAST_GATEWAY_DRAIN_WINDOW");
        int drain = Integer.parseInt(window.replace("s", ""));
        int pause =
                Tree.number(
                        containers(gateway).getFirst(), "lifecycle", "preStop", "sleep", "seconds");
        assertTrue(
                Tree.number(pod(gateway), "terminationGracePeriodSeconds") >= drain + pause + 10);
    }

    private static String variable(Map<String, Object> workload, String name) {
        return Tree.list(containers(workload).getFirst(), "env").stream()
                .filter(variable -> variable.get("name").equals(name))
                .map(variable -> Tree.text(variable, "value"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name(workload) + " has no " + name));
    }

    @ParameterizedTest
    @EnumSource
    void passwords_come_from_secrets_and_stand_nowhere_else(Values values) throws Exception {
        for (Map<String, Object> workload : workloads(Chart.render(values, scratch))) {
            for (Map<String, Object> container : containers(workload)) {
                for (Map<String, Object> variable :
                        Tree.has(container, "env")
                                ? Tree.list(container, "env")
                                : List.<Map<String, Object>>of()) {
                    String name = Tree.text(variable, "name");
                    if (name.endsWith("_PASSWORD") || name.endsWith("_KEY")) {
                        boolean file = name.equals("WARDCAST_TLS_PRIVATE_KEY");
                        assertEquals(!file, Tree.has(variable, "valueFrom", "secretKeyRef"), name);
                    } else if (name.endsWith("DATABASE_URL") || name.endsWith("OWNER_URL")) {
                        assertTrue(
                                Tree.text(variable, "value")
                                        .matches(".*password=\\$\\([A-Z_]+\\)&.*"),
                                name);
                    }
                }
            }
        }
    }

    @Test
    void every_way_to_redis_is_an_address_that_the_services_understand() throws Exception {
        Map<Values, String> expected =
                Map.of(
                        Values.DEFAULT,
                        "redis://redis:6379",
                        Values.SENTINEL,
                        "redis-sentinel://:$(REDIS_PASSWORD)@sentinel-0:26379,sentinel-1:26379,sentinel-2:26379#master"
                                .replace("#master", "#wardcast"),
                        Values.NETWORK,
                        "rediss-cluster://:$(REDIS_PASSWORD)@redis-0.redis:6379,:$(REDIS_PASSWORD)@redis-1.redis:6379,:$(REDIS_PASSWORD)@redis-2.redis:6379");
        for (Map.Entry<Values, String> one : expected.entrySet()) {
            List<Map<String, Object>> objects = Chart.render(one.getKey(), scratch);
            Set<String> addresses =
                    Chart.ofKind(objects, "Deployment")
                            .filter(object -> !name(object).endsWith("-edge"))
                            .map(object -> variable(object, "WARDCAST_REDIS_URL"))
                            .collect(Collectors.toSet());
            assertEquals(Set.of(one.getValue()), addresses);
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_service_reaches_what_it_needs_and_the_gateway_no_database(Values values)
            throws Exception {
        List<Map<String, Object>> objects = Chart.render(values, scratch);
        Map<String, Map<String, Object>> policies =
                Chart.ofKind(objects, "NetworkPolicy")
                        .collect(Collectors.toMap(ChartTest::name, policy -> policy));
        for (String service : Deployment.SERVICES.keySet()) {
            Map<String, Object> policy = policies.get("wardcast-" + service);
            assertEquals(List.of("Ingress", "Egress"), Tree.at(policy, "spec", "policyTypes"));
            Set<Object> ports =
                    Tree.list(policy, "spec", "egress").stream()
                            .flatMap(rule -> Tree.list(rule, "ports").stream())
                            .map(port -> port.get("port"))
                            .collect(Collectors.toSet());
            assertTrue(ports.contains(6379), service + " reaches Redis");
            assertEquals(Deployment.WITH_SCHEMAS.contains(service), ports.contains(5432), service);
        }
        Object everything = Tree.at(policies.get("wardcast-nothing"), "spec");
        assertEquals(List.of("Ingress", "Egress"), Tree.at(everything, "policyTypes"));
        assertFalse(Tree.has(everything, "ingress"));
        assertFalse(Tree.has(everything, "egress"));
    }

    @Test
    void migrations_run_before_the_services_and_for_each_that_has_a_schema() throws Exception {
        Map<String, Object> job =
                Chart.ofKind(Chart.render(Values.NETWORK, scratch), "Job")
                        .findFirst()
                        .orElseThrow();
        assertTrue(
                Files.readString(Chart.directory().resolve("templates/migrations.yaml"))
                        .contains("helm.sh/hook: pre-install,pre-upgrade"));
        assertEquals(
                new TreeSet<>(Deployment.WITH_SCHEMAS),
                containers(job).stream()
                        .map(container -> Tree.text(container, "name"))
                        .collect(Collectors.toCollection(TreeSet::new)));
        for (Map<String, Object> container : containers(job)) {
            assertEquals(List.of("--migrate"), container.get("args"));
        }
    }

    @Test
    void gateways_grow_with_their_open_connections() throws Exception {
        List<Map<String, Object>> objects = Chart.render(Values.NETWORK, scratch);
        Map<String, Object> scaler =
                Chart.ofKind(objects, "HorizontalPodAutoscaler").findFirst().orElseThrow();
        Map<String, Object> metric = Tree.list(scaler, "spec", "metrics").getFirst();
        assertEquals("wardcast_gateway_connections", Tree.text(metric, "pods", "metric", "name"));
        Map<String, Object> gateway =
                Chart.ofKind(objects, "Deployment")
                        .filter(object -> name(object).equals("wardcast-stream-gateway"))
                        .findFirst()
                        .orElseThrow();
        assertFalse(Tree.has(gateway, "spec", "replicas"), "or each upgrade would undo it");
    }

    @Test
    void traces_go_to_the_collector_and_nowhere_else() throws Exception {
        List<Map<String, Object>> objects =
                Chart.parse(
                        Chart.text(
                                "tracing: {enabled: true, host: collector.tracing, port: 4319}",
                                scratch));
        for (String service : Deployment.SERVICES.keySet()) {
            Map<String, Object> deployment =
                    Chart.ofKind(objects, "Deployment")
                            .filter(object -> name(object).equals("wardcast-" + service))
                            .findFirst()
                            .orElseThrow();
            String environment = containers(deployment).getFirst().get("env").toString();
            assertTrue(
                    environment.contains("http://collector.tracing:4319/v1/traces"), environment);
            Map<String, Object> policy =
                    Chart.ofKind(objects, "NetworkPolicy")
                            .filter(object -> name(object).equals("wardcast-" + service))
                            .findFirst()
                            .orElseThrow();
            assertTrue(Tree.list(policy, "spec", "egress").toString().contains("4319"), service);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis: {mode: cluster}",
                "redis: {mode: sentinel, addresses: [\"a:1\"]}",
                "redis: {adresses: [\"a:1\"]}",
                "services: {stream-gateway: {replicas: 0}}",
                "services: {another: {replicas: 1}}",
                "publicUrl: wardcast.example.org",
                "database: {sslMode: maybe}",
                "tracing: {ratio: 2}",
                "gateway: {drainSeconds: \"30s\"}"
            })
    void values_that_mean_nothing_are_refused(String values) {
        RuntimeException refusal =
                assertThrows(RuntimeException.class, () -> Chart.text(values, scratch));
        String name = values.replaceAll("[^A-Za-z].*", "");
        assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
    }

    @Test
    void the_plain_manifests_are_what_the_chart_renders() throws Exception {
        Path file = Deployment.directory().resolve("kubernetes/wardcast.yaml");
        String rendered = Rendered.manifests(scratch);
        if (Boolean.getBoolean("wardcast.render")) {
            Files.writeString(file, rendered);
        }
        assertEquals(
                rendered,
                Files.readString(file),
                "render them again: ./wardcast test -pl system-tests -am -Dtest=ChartTest,NginxTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dwardcast.render=true");
    }
}
