package dev.wardcast.system.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.AllServices;
import dev.wardcast.system.Device;
import dev.wardcast.testsupport.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of docs/alerts-sse-migration.md do in a browser what the guide says. */
class MigrationGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "alerts-sse-migration.md");
    private static final Pattern SCRIPT =
            Pattern.compile("```js\\n// ([a-z-]+\\.js)\\n(.*?)```", Pattern.DOTALL);
    private static final String PAGE =
            """
            <!doctype html><base href="http://localhost:%d/"><script type="module">
            import { followWithCookie } from "%2$s/with-cookie.js";
            import { followWithFetch } from "%2$s/with-fetch.js";
            import { followWithTicket } from "%2$s/with-ticket.js";
            import { acknowledge } from "%2$s/acknowledge.js";
            const [way, patient] = location.hash.slice(1).split(",");
            let queue = Promise.resolve();
            const tell = (text) => {
              queue = queue.then(() => fetch("%2$s/told", { method: "POST", body: text }));
            };
            const signIn = async () => {
              const answer = await fetch("/api/v1/auth/login", {
                method: "POST", credentials: "include",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ username: "nurse1", password: "demo" }),
              });
              return (await answer.json()).access_token;
            };
            try {
              const access = await signIn();
              const token = async () => access;
              const path = "/api/v1/alerts/stream?role=nurse&patient_id=" + patient;
              const onAlert = (alert) => {
                tell(alert.event + " " + alert.alert_id);
                if (alert.event === "alert" && location.hash.endsWith(",ack"))
                  acknowledge(alert, { token, note: "on my way" }).catch((e) => tell("failed " + e));
              };
              const onGap = (gap) => tell("gap " + gap.reason);
              const happenings = { token, signIn, onAlert, onGap, onState: tell };
              if (way === "cookie") followWithCookie(path, happenings);
              if (way === "ticket") followWithTicket(path, happenings);
              if (way === "fetch") {
                const signal = new AbortController().signal;
                await followWithFetch(path, { ...happenings, signal });
              }
            } catch (failure) {
              tell("failed " + failure);
            }
            </script>
            """;

    @TempDir static Path data;
    private static Path program;
    private static AllServices services;
    private static int pagePort;

    @BeforeAll
    static void start() throws Exception {
        program = Chromium.required();
        pagePort = FreePort.find();
        services =
                new AllServices(
                        data,
                        Map.of("wardcast.cors.allowed-origins", "http://localhost:" + pagePort));
    }

    @AfterAll
    static void stop() {
        if (services != null) {
            services.close();
        }
    }

    private static Map<String, String> scripts() throws IOException {
        Map<String, String> scripts = new HashMap<>();
        SCRIPT.matcher(Files.readString(GUIDE))
                .results()
                .forEach((MatchResult found) -> scripts.put(found.group(1), found.group(2)));
        return scripts;
    }

    @ParameterizedTest
    @CsvSource({"cookie, 3", "fetch, 4", "ticket, 5"})
    void a_page_gets_every_alert_once_across_a_cut_connection(String way, int patient)
            throws Exception {
        Map<String, String> files = scripts();
        assertEquals(4, files.size(), files.keySet().toString());
        try (Relay relay = new Relay(services.port())) {
            files.put("page", PAGE.formatted(relay.port(), "http://localhost:" + pagePort));
            String address =
                    "http://localhost:" + pagePort + "/page#" + way + ",patient-" + patient;
            try (PageServer page = new PageServer(pagePort, files);
                    Chromium _ = Chromium.open(program, data.resolve(way), address)) {
                Device device = new Device(services.url(), patient);
                awaitTold(page, "live", 1);
                raise(device);
                awaitAlerts(page, 1);
                relay.cut();
                raise(device);
                raise(device);
                awaitAlerts(page, 3);
                awaitTold(page, "live", 2);
                raise(device);
                awaitAlerts(page, 4);
                assertEquals(4, alerts(page).stream().distinct().count(), page.told().toString());
                assertTrue(
                        page.told().stream().noneMatch(line -> line.startsWith("failed")),
                        page.told().toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"cookie, 6", "fetch, 7"})
    void a_page_acknowledges_and_sees_the_acknowledgement(String way, int patient)
            throws Exception {
        Map<String, String> files = scripts();
        files.put("page", PAGE.formatted(services.port(), "http://localhost:" + pagePort));
        String address =
                "http://localhost:" + pagePort + "/page#" + way + ",patient-" + patient + ",ack";
        try (PageServer page = new PageServer(pagePort, files);
                Chromium _ = Chromium.open(program, data.resolve(way + "-ack"), address)) {
            awaitTold(page, "live", 1);
            raise(new Device(services.url(), patient));
            awaitAlerts(page, 1);
            String id = alerts(page).getFirst().split(" ")[1];
            awaitTold(page, "ack " + id, 1);
        }
    }

    private static void raise(Device device) throws Exception {
        device.normal();
        device.high();
    }

    private static List<String> alerts(PageServer page) {
        return page.told().stream().filter(line -> line.startsWith("alert ")).toList();
    }

    private static void awaitAlerts(PageServer page, int count) {
        await().untilAsserted(
                        () -> assertEquals(count, alerts(page).size(), page.told().toString()));
    }

    private static void awaitTold(PageServer page, String line, int times) {
        await().untilAsserted(() ->
                assertTrue(
                        page.told().stream().filter(line::equals).count() >= times,
                        page.told().toString()));
    }
}
