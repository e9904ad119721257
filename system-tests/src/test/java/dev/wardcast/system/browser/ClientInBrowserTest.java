package dev.wardcast.system.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.AllServices;
import dev.wardcast.system.Device;
import dev.wardcast.testsupport.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client's file for pages in a real browser, with each way to say who one is. */
class ClientInBrowserTest {

    private static final Path CLIENT =
            Path.of("..", "web/src/main/resources/web/wardcast-client.js");

    /** Tokens that live for six seconds, so that both are renewed while the test looks on. */
    private static final Map<String, Object> SHORT_TOKENS =
            Map.of("wardcast.access.token-lifetime", "6s");

    private static final String PAGE =
            """
            <!doctype html><script type="module">
            import { createClient } from "/wardcast-client.js";
            const baseUrl = "http://localhost:%d";
            const [way, patient] = location.hash.slice(1).split(",");
            let queue = Promise.resolve();
            const tell = (text) => {
              queue = queue.then(() => fetch("/told", { method: "POST", body: text }));
            };
            addEventListener("error", (event) => tell("failed " + event.message));
            const post = async (path, body, headers = {}) => {
              const answer = await fetch(baseUrl + path, {
                method: "POST", credentials: way === "cookie" ? "include" : "omit",
                headers: { "Content-Type": "application/json", ...headers },
                body: JSON.stringify(body),
              });
              return answer.json();
            };
            let session = await post("/api/v1/auth/login", { username: "nurse1", password: "demo" });
            const next = async () => {
              session = await post("/api/v1/auth/refresh", { refresh_token: session.refresh_token });
              tell(session.access_token ? "renewed" : "not renewed: " + session.code);
              return session.access_token;
            };
            let renewing; // a refresh token that comes twice ends its session
            const refresh = () => (renewing ??= next().finally(() => (renewing = undefined)));
            const bearer = () => ({ Authorization: "Bearer " + session.access_token });
            const ticket = async (over) => {
              if (over) await refresh();
              const answer = await post("/api/v1/auth/stream-ticket", {}, bearer());
              if (!answer.ticket) await refresh();
              return answer.ticket ?? (await post("/api/v1/auth/stream-ticket", {}, bearer())).ticket;
            };
            const auth = {
              cookie: { cookie: true }, ticket: { ticket }, token: { token: session.access_token, refresh },
            }[way];
            const client = createClient({ baseUrl, auth, longestPauseMillis: 500 });
            client.stream("/api/v1/alerts/stream?role=nurse&patient_id=" + patient, {
              onEvent: (event) => tell("stream " + event.event + " " + event.alert_id),
              onGap: (gap) => tell("gap " + gap.state),
              onState: (state) => tell("stream " + state.phase + " " + (state.reason ?? "")),
            });
            const rooms = client.rooms({ onState: (state) => tell("rooms " + state.phase) });
            rooms.subscribe("patient:" + patient + ":alerts", {
              onEvent: ({ data }) => tell("rooms " + data.event + " " + data.alert_id),
              onGap: (gap) => tell("gap " + gap.state),
              onSubscribed: () => tell("subscribed"),
            });
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
        var settings = new HashMap<>(SHORT_TOKENS);
        settings.put("wardcast.cors.allowed-origins", "http://localhost:" + pagePort);
        services = new AllServices(data, settings);
    }

    @AfterAll
    static void stop() {
        if (services != null) {
            services.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"cookie, 3", "token, 4", "ticket, 5"})
    void a_page_gets_every_alert_once_across_renewals_and_a_cut_connection(String way, int patient)
            throws Exception {
        try (Relay relay = new Relay(services.port())) {
            Map<String, String> files =
                    Map.of(
                            "page",
                            PAGE.formatted(relay.port()),
                            "wardcast-client.js",
                            Files.readString(CLIENT));
            String address =
                    "http://localhost:" + pagePort + "/page#" + way + ",patient-" + patient;
            try (PageServer page = new PageServer(pagePort, files);
                    Chromium _ = Chromium.open(program, data.resolve(way), address)) {
                Device device = new Device(services.url(), patient);
                awaitTold(page, "stream live", 1);
                awaitTold(page, "subscribed", 1);
                raise(device);
                awaitAlerts(page, 1);
                relay.cut();
                raise(device);
                raise(device);
                awaitAlerts(page, 3);
                awaitTold(page, "stream live", 2);
                // Longer than a token lives.
                long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
                await().until(() -> System.nanoTime() > end);
                raise(device);
                awaitAlerts(page, 4);
                for (String bad : List.of("failed", "gap", "stream closed", "rooms closed")) {
                    assertEquals(List.of(), lines(page, bad), page.told().toString());
                }
            }
        }
    }

    private static void raise(Device device) throws Exception {
        device.normal();
        device.high();
    }

    private static List<String> lines(PageServer page, String beginning) {
        return page.told().stream().filter(line -> line.startsWith(beginning)).toList();
    }

    private static void awaitAlerts(PageServer page, int count) {
        for (String whose : List.of("stream alert ", "rooms alert ")) {
            awaitTold(page, whose, count);
            List<String> alerts = lines(page, whose);
            assertEquals(count, alerts.size(), page.told().toString());
            assertEquals(count, alerts.stream().distinct().count(), page.told().toString());
        }
    }

    private static void awaitTold(PageServer page, String beginning, int times) {
        await().untilAsserted(() ->
                assertTrue(lines(page, beginning).size() >= times, page.told().toString()));
    }
}
