package dev.wardcast.system.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.system.Device;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What axe can find out by itself: names, roles, contrast, labels. */
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

    @RegisterExtension static final ServedPage PAGE = new ServedPage();

    private static String axe;

    @BeforeAll
    static void start() throws Exception {
        axe = script();
        new Device(PAGE.url(), 1).high();
        new Device(PAGE.url(), 2).high();
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
        "#/admin/rules, ul.people li.row",
        "#/admin/audit, tbody tr",
    })
    void a_page_has_no_serious_barrier_by_night_and_by_day(String hash, String there) {
        Tab tab = PAGE.open(hash);
        if (!hash.isEmpty()) {
            tab.signIn("admin");
        }
        tab.await("document.querySelector('" + there + "')");
        assertNoBarrier(tab);
        tab.close();
    }

    @Test
    void the_form_for_emergency_access_has_none_either() {
        Tab tab = PAGE.open("#/board");
        tab.signIn("nurse1");
        String open =
                "[...document.querySelectorAll('.head button')]"
                        + ".find((one) => one.textContent === 'Emergency access')";
        tab.await(open);
        tab.evaluate(open + ".click()");
        tab.await("document.querySelector('dialog[open] form')");
        assertNoBarrier(tab);
        tab.close();
    }

    private static void assertNoBarrier(Tab tab) {
        tab.evaluate(axe + "; 0");
        for (String scheme : List.of("dark", "light")) {
            tab.prefer(scheme);
            // Otherwise what flashes or fades is measured while it is faint.
            tab.evaluate("document.getAnimations().forEach((one) => one.cancel())");
            assertEquals("", tab.evaluate(RUN).getStringValue(), scheme);
        }
    }
}
