package dev.wardcast.system.browser;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.Device;
import dev.wardcast.system.Person;
import dev.wardcast.system.Processes;
import dev.wardcast.system.Stack;
import io.micronaut.json.tree.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways, and the one that a page hangs on is killed. */
class KilledGatewayTest {

    private static final String ROWS = "document.querySelectorAll('.alert')";
    private static final String NOTICE = "document.querySelector('.notice')";

    @TempDir Path data;

    @Test
    void a_page_says_how_old_it_is_and_goes_on_at_the_other_gateway_without_a_hole()
            throws Exception {
        Path program = Chromium.required();
        Path home = data.resolve("stack");
        int[] ports = {Processes.freePort(), Processes.freePort()};
        try (Stack stack = Stack.start(home);
                Processes.Running first = Processes.gateway(home, ports[0]).awaitReady();
                Processes.Running _ = Processes.gateway(home, ports[1]).awaitReady();
                Switchboard front = new Switchboard(URI.create(stack.url()).getPort(), ports[0]);
                DrivenBrowser browser = new DrivenBrowser(program, data.resolve("profile"))) {
            Tab tab = browser.open("http://localhost:" + front.port() + "/#/alerts/all", 1400, 900);
            tab.hearSockets();
            tab.signIn("nurse1");
            tab.await("document.querySelector('.link[data-phase=live]')", SOON);
            Device device = new Device(stack.url(), 6);
            raise(device, 2);
            tab.await(ROWS + ".length === 2", SOON);

            first.kill();
            raise(device, 3);
            tab.await("!" + NOTICE + ".hidden", SOON);
            tab.await("document.querySelector('.link[data-phase=lost]')", SOON);
            String told = tab.evaluate(NOTICE + ".innerText").getStringValue();
            assertTrue(
                    told.matches("(?s)The connection is lost\\. What you see is \\d+ s old;.*"),
                    told);
            // It grows by itself, while nothing at all arrives.
            tab.await(NOTICE + ".innerText !== " + DrivenBrowser.quoted(told), SOON);

            front.pointAt(ports[1]);
            tab.await("document.querySelector('.link[data-phase=live]')", SOON);
            tab.await(NOTICE + ".hidden", SOON);
            tab.await(ROWS + ".length === 5", SOON);
            raise(device, 1);
            tab.await(ROWS + ".length === 6", SOON);

            List<String> there = alerts(stack.url(), device.patient());
            assertEquals(6, there.size());
            assertEquals(new TreeSet<>(there), new TreeSet<>(shown(tab)), "each is on the page");
            assertEquals(6, shown(tab).size(), "and once");
            for (String alert : there) {
                long times =
                        tab.heard().stream()
                                .filter(frame ->
                                        frame.contains("\"event\":\"alert\"")
                                                && frame.contains(alert))
                                .count();
                assertEquals(1, times, "told once by the two gateways: " + alert);
            }
            assertTrue(tab.heard().stream().noneMatch(frame -> frame.contains("\"type\":\"gap\"")));
            assertEquals(List.of(), tab.complaints());
        }
    }

    private static void raise(Device device, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            device.normal();
            device.high();
        }
    }

    private static List<String> shown(Tab tab) {
        JsonNode ids = tab.evaluate("[..." + ROWS + "].map((row) => row.dataset.alert)");
        return texts(ids.values());
    }

    private static List<String> alerts(String url, String patient) throws Exception {
        String path = "/api/v1/alerts?limit=100&patient_id=" + patient;
        JsonNode found = Person.json(Person.signIn(url, "nurse1").get(path).body()).get("alerts");
        return StreamSupport.stream(found.values().spliterator(), false)
                .map(alert -> alert.get("alert_id").getStringValue())
                .toList();
    }

    private static List<String> texts(Iterable<JsonNode> nodes) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .map(JsonNode::getStringValue)
                .toList();
    }
}
