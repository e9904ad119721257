package dev.wardcast.system.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.AllServices;
import dev.wardcast.testsupport.SseClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The table of metrics, the dashboard and the alert rules, beside what running services tell. */
class ObservabilityTest {

    /** From exporters that an operator runs beside us, and from Prometheus itself. */
    private static final Set<String> OF_OTHERS =
            Set.of("up", "redis_memory_used_bytes", "redis_memory_max_bytes");

    @TempDir private static Path data;
    private static AllServices services;
    private static String page;

    @BeforeAll
    static void start() throws Exception {
        services = new AllServices(data);
        // Some metrics come with the first of what they count.
        try (SseClient stream =
                SseClient.to(services.url() + "/api/v1/caregivers/alerts/stream")
                        .bearer(Http.token(services.url(), "caregiver1"))
                        .connect()) {
            stream.awaitLastEventId(Duration.ofSeconds(20));
            page = Http.get(services.url() + "/metrics");
        }
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void every_metric_of_ours_is_in_the_table_with_its_kind() throws Exception {
        Set<String> missing = new TreeSet<>(Metrics.exposed(page));
        missing.removeAll(Metrics.documented());
        assertEquals(Set.of(), missing, "exposed, and not in docs/metrics.md");
    }

    @Test
    void the_table_has_no_metric_that_there_is_not() throws Exception {
        Set<String> code = Metrics.inTheCode();
        Set<String> exposed =
                Metrics.exposed(page).stream()
                        .map(one -> Metrics.base(one.split(" ")[0]))
                        .collect(Collectors.toSet());
        List<String> invented = new ArrayList<>();
        for (String row : Metrics.documented()) {
            String base = Metrics.base(row.split(" ")[0]);
            if (!code.contains(base) && !exposed.contains(base)) {
                invented.add(row);
            }
        }
        assertEquals(List.of(), invented);
    }

    @Test
    void names_follow_the_conventions_of_prometheus() throws Exception {
        for (String row : Metrics.documented()) {
            String name = row.split(" ")[0];
            String kind = row.split(" ")[1];
            assertEquals(kind.equals("counter"), name.endsWith("_total"), name);
            assertTrue(
                    !name.matches(".*_(ms|millis|seconds_total|kb|mb)"),
                    name + ": seconds and bytes");
        }
    }

    @Test
    void the_dashboard_asks_for_nothing_that_there_is_not() throws Exception {
        Object dashboard =
                yaml(
                        Files.readString(
                                Deployment.directory().resolve("observability/dashboard.json")));
        List<String> expressions = new ArrayList<>();
        for (Map<String, Object> panel : Tree.list(dashboard, "panels")) {
            if (!"row".equals(panel.get("type"))) {
                Tree.list(panel, "targets")
                        .forEach(target -> expressions.add(Tree.text(target, "expr")));
            }
        }
        assertTrue(expressions.size() > 20);
        checkNames(expressions);
    }

    @Test
    void every_alert_rule_asks_for_what_there_is_and_has_a_runbook() throws Exception {
        Object rules = yaml(Files.readString(Chart.directory().resolve("files/alert-rules.yaml")));
        List<String> headings =
                Files.readAllLines(Deployment.root().resolve("docs/operations.md")).stream()
                        .filter(line -> line.startsWith("#"))
                        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                        .toList();
        List<String> expressions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Map<String, Object> rule : Tree.list(Tree.list(rules, "groups").getFirst(), "rules")) {
            String name = Tree.text(rule, "alert");
            assertTrue(names.add(name), name);
            expressions.add(Tree.text(rule, "expr"));
            assertTrue(
                    Set.of("critical", "warning").contains(Tree.text(rule, "labels", "severity")));
            assertFalse(Tree.text(rule, "annotations", "summary").isBlank());
            String anchor = name.toLowerCase(Locale.ROOT);
            assertEquals(
                    "docs/operations.md#" + anchor, Tree.text(rule, "annotations", "runbook_url"));
            assertTrue(headings.contains(anchor), name + " has no runbook");
        }
        checkNames(expressions);
    }

    /**
     * Some metrics come with the first event that they count; those the table and the code have.
     */
    private static void checkNames(List<String> expressions) throws Exception {
        Set<String> askable = Metrics.askable(page);
        Set<String> documented =
                Metrics.documented().stream()
                        .map(row -> row.split(" ")[0])
                        .collect(Collectors.toSet());
        for (String expression : expressions) {
            Set<String> asked = Metrics.askedFor(expression);
            assertFalse(asked.isEmpty(), expression);
            for (String name : asked) {
                assertTrue(
                        OF_OTHERS.contains(name)
                                || askable.contains(name)
                                || documented.contains(name)
                                || documented.contains(
                                        name.replaceFirst("_(bucket|count|sum)$", "")),
                        name + " in " + expression);
            }
        }
    }

    @Test
    void promtool_accepts_the_rules() throws Exception {
        Promtool.check(Chart.directory().resolve("files/alert-rules.yaml"));
    }

    private static Object yaml(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }
}
