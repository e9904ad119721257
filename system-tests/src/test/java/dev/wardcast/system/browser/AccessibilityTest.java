package dev.wardcast.system.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wardcast.system.AllServices;
import dev.wardcast.system.Device;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What axe can find out by itself: names, roles, contrast, labels. */
@Timeout(240)
class AccessibilityTest {

    /** As in the root's pom.xml. */
    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private static final String RUN =
            """
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
              .then((found) => found.passes.length < 5 ? 'nothing was looked at' : found.violations
                .filter((one) => ['serious', 'critical'].includes(one.impact))
                .map((one) => one.id + ': ' + one.nodes.map((node) => node.html + ' ' + node.failureSummary).join(' | '))
                .join('\\n'))
            """;

    @TempDir static Path data;
    private static AllServices services;
    private static DrivenBrowser browser;
    private static String axe;

    @BeforeAll
    static void start() throws Exception {
        Path program = Chromium.find().orElse(null);
        assumeTrue(
                program != null,
                "no Chromium (expected: chromium on the PATH, or WARDCAST_TEST_CHROMIUM):"
                        + " the page is not looked at with axe");
        axe = script();
        services = new AllServices(data);
        new Device(services.url(), 1).high();
        new Device(services.url(), 2).high();
        browser = new DrivenBrowser(program, data.resolve("profile"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (services != null) {
            services.close();
        }
    }

    private static String script() throws IOException {
        try (InputStream content =
                AccessibilityTest.class.getClassLoader().getResourceAsStream(AXE)) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', form",
        "#/board, .tile[data-tier]",
        "#/alerts, .alert",
        "#/patient/patient-1, .alert",
        "#/sessions, form",
        "#/messages, .messages",
        "#/appointments, .head button",
        "#/admin/live, .figures .panel",
        "#/admin/load, .figures .panel",
        "#/admin/people, tbody tr",
        "#/admin/devices, tbody tr",
        "#/admin/rules, .person",
        "#/admin/audit, tbody tr",
    })
    void a_page_has_no_serious_barrier(String hash, String there) {
        Tab tab = browser.open(services.url() + "/" + hash, 1280, 900);
        if (!hash.isEmpty()) {
            tab.signIn("admin");
        }
        tab.await("document.querySelector('" + there + "')");
        // Otherwise what flashes is measured while it is faint.
        tab.evaluate("document.getAnimations().forEach((one) => one.cancel())");
        tab.evaluate(axe + "; 0");
        assertEquals("", tab.evaluate(RUN).getStringValue());
        tab.close();
    }
}
