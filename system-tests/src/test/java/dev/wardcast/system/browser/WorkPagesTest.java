package dev.wardcast.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wardcast.system.AllServices;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Appointments, emergency access, who is called, and users, as people go about them. */
@Timeout(240)
class WorkPagesTest {

    @TempDir static Path data;
    private static AllServices services;
    private static DrivenBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        Path program = Chromium.find().orElse(null);
        assumeTrue(
                program != null,
                "no Chromium (expected: chromium on the PATH, or WARDCAST_TEST_CHROMIUM):"
                        + " the pages are not tried");
        services = new AllServices(data);
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

    private static Tab signedIn(String username, String hash) {
        Tab tab = browser.open(services.url() + "/" + hash, 1400, 900);
        tab.signIn(username);
        return tab;
    }

    /** Fills the fields that have these labels, as somebody who types. */
    private static void fill(Tab tab, Map<String, String> fields) {
        fields.forEach((label, value) -> {
            String input =
                    "[...document.querySelectorAll('main label')]"
                            + ".find((one) => one.textContent === '%s')".formatted(label);
            tab.await(input);
            tab.evaluate(
                    "document.getElementById(%s.htmlFor).value = '%s'".formatted(input, value));
        });
    }

    private static void press(Tab tab, String button) {
        String found =
                "[...document.querySelectorAll('main button')]"
                        + ".find((one) => one.textContent === '%s')".formatted(button);
        tab.await(found);
        tab.evaluate(found + ".click()");
    }

    private static void awaitText(Tab tab, String words) {
        tab.await("document.querySelector('main').innerText.includes('" + words + "')");
    }

    private static void assertNoComplaints(Tab tab) {
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void an_appointment_is_made_moved_and_cancelled_in_its_own_time_zone() {
        Tab tab = signedIn("nurse1", "#/appointments");
        press(tab, "New appointment");
        fill(
                tab,
                Map.of(
                        "What", "Lab",
                        "What the reminder says", "Blood test, without breakfast",
                        "When", "2027-03-29T09:30",
                        "Where its clock is", "Europe/Berlin"));
        press(tab, "Save");
        awaitText(tab, "09:30 · Europe/Berlin");
        awaitText(tab, "A day before: to come · An hour before: to come");

        press(tab, "Move or change");
        fill(tab, Map.of("When", "2027-03-29T14:00"));
        press(tab, "Save");
        awaitText(tab, "14:00 · Europe/Berlin");

        press(tab, "Cancel it");
        awaitText(tab, "cancelled");
        assertNoComplaints(tab);
    }

    @Test
    void what_is_wrong_with_an_appointment_is_said() {
        Tab tab = signedIn("nurse1", "#/appointments");
        press(tab, "New appointment");
        fill(
                tab,
                Map.of(
                        "What the reminder says", "In the hour that clocks leave out",
                        "When", "2027-03-28T02:30",
                        "Where its clock is", "Europe/Berlin"));
        press(tab, "Save");
        tab.await(
                "[...document.querySelectorAll('main .error')].some((one) => one.textContent.includes('starts_at'))");
        assertNoComplaints(tab);
    }

    @Test
    void emergency_access_is_taken_with_a_reason_counts_down_and_is_ended() {
        Tab tab = signedIn("doctor1", "#/emergency");
        fill(tab, Map.of("Patient id", "patient-2", "Reason", "Found unconscious in the lobby"));
        press(tab, "Take emergency access");
        tab.await("document.querySelector('main [data-until]')");
        assertTrue(tab.text().contains("left"), tab.text());
        press(tab, "End it");
        tab.await("!document.querySelector('main [data-until]')");
        assertNoComplaints(tab);
    }

    @Test
    void who_is_called_for_a_patient_is_made_changed_and_removed() {
        Tab tab = signedIn("admin", "#/admin/policies");
        tab.await("document.querySelectorAll('.notices li').length === 3");
        fill(tab, Map.of("Those of patient", "patient-4"));
        press(tab, "One for this patient");
        fill(tab, Map.of("Name", "Nurses at once", "After", "30s"));
        press(tab, "Make");
        awaitText(tab, "after 30s nurse");

        tab.evaluate(
                "[...document.querySelectorAll('.notices li')]"
                        + ".find((one) => one.innerText.includes('Nurses at once'))"
                        + ".querySelector('button').click()");
        fill(tab, Map.of("After", "never"));
        press(tab, "Save as the next version");
        tab.await(
                "[...document.querySelectorAll('main .error')].some((one) => one.textContent.includes('after'))");
        fill(tab, Map.of("After", "45s"));
        press(tab, "Save as the next version");
        awaitText(tab, "after 45s nurse");

        press(tab, "Remove");
        tab.await("!document.querySelector('main').innerText.includes('Nurses at once')");
        assertNoComplaints(tab);
    }

    @Test
    void a_user_is_found_and_gets_another_role() {
        Tab tab = signedIn("admin", "#/admin/people");
        fill(tab, Map.of("Name begins with", "dispatcher"));
        press(tab, "Search");
        tab.await("document.querySelectorAll('main tbody tr').length === 1");
        press(tab, "Change");
        awaitText(tab, "Change dispatcher1");
        tab.evaluate("document.querySelector('main fieldset input[value=NURSE]').click()");
        press(tab, "Save");
        awaitText(tab, "NURSE");
        assertNoComplaints(tab);
    }

    @Test
    void the_worker_that_shows_pushes_is_all_that_the_policy_lets_a_page_load() {
        Tab tab = signedIn("nurse1", "#/messages");
        awaitText(tab, "When no page is open");
        String tried =
                """
                (async () => {
                  try { await navigator.serviceWorker.register('/assets/js/main.js'); return 'taken'; }
                  catch (refusal) { return refusal.name; }
                })()
                """;
        assertEquals("TypeError", tab.evaluate(tried).getStringValue());
        tab.allow("notifications");
        press(tab, "Tell this browser");
        tab.await(
                "navigator.serviceWorker.getRegistration('/assets/push-worker.js')"
                        + ".then((one) => { globalThis.worker = one; }) && globalThis.worker");
        tab.close();
    }
}
