package dev.wardcast.system.browser;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.Person;
import io.micronaut.json.tree.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do on the page besides looking at it. */
class EverydayWorkTest {

    /** Fills in a form's fields by their names, and sends it. */
    private static final String FILL =
            """
            ((form, values) => {
              for (const [name, value] of Object.entries(values)) {
                const input = form.querySelector(`[name=${name}]`);
                input.value = value;
                input.dispatchEvent(new Event("input", { bubbles: true }));
              }
              form.requestSubmit();
            })(document.querySelector("%s"), %s); 0
            """;

    @RegisterExtension static final ServedPage PAGE = new ServedPage();

    private static void fill(Tab tab, String form, String values) {
        tab.await("document.querySelector(\"" + form + "\")", SOON);
        tab.evaluate(FILL.formatted(form, values));
    }

    private static void says(Tab tab, String text) {
        tab.await("document.body.innerText.includes(" + DrivenBrowser.quoted(text) + ")", SOON);
    }

    @Test
    void an_appointment_is_made_by_the_clock_of_its_zone_moved_and_cancelled() throws Exception {
        Tab tab = PAGE.signedIn("doctor1", "#/appointments");
        tab.click("main .head button");
        fill(
                tab,
                ".editor form",
                "{starts_at: '2031-03-30T09:30', zone: 'Asia/Tokyo', content: 'Bring the pump'}");
        tab.await("document.querySelectorAll('.appointment').length === 1", SOON);
        says(tab, "Mar 30, 2031, 09:30");
        String made = Person.signIn(PAGE.url(), "doctor1").get("/api/appointments").body();
        assertTrue(made.contains("2031-03-30T00:30:00Z"), made);

        tab.click(".appointment button");
        fill(tab, ".editor form", "{starts_at: '2031-03-31T11:00'}");
        says(tab, "Mar 31, 2031, 11:00");
        assertTrue(tab.text().contains("Bring the pump"), tab.text());

        tab.click(".appointment button.quiet");
        says(tab, "cancelled");
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void emergency_access_is_on_the_screen_as_long_as_it_lasts_and_ends_with_a_press()
            throws Exception {
        Person admin = Person.signIn(PAGE.url(), "admin");
        String elsewhere = "{\"patient_id\":\"far-away\",\"name\":\"Somebody Far\"}";
        assertEquals(201, admin.post("/api/v1/patients", elsewhere).statusCode());
        Tab tab = PAGE.signedIn("doctor1", "");
        tab.await("document.querySelectorAll('.tile').length === 8", SOON);
        tab.evaluate(
                "[...document.querySelectorAll('main .head button')]"
                        + ".find((one) => one.innerText === 'Emergency access').click()");
        fill(
                tab,
                "dialog form",
                "{patient_id: 'far-away', reason: 'Found on the stairs of our ward'}");
        tab.await("document.querySelector('.emergency[data-emergency=far-away]')", SOON);
        tab.await(
                "/ends in (1:00:00|60:00|59:\\d\\d|1 h 0 min)/.test(document.querySelector('.emergency').innerText)",
                SOON);
        tab.await("location.hash === '#/patient/far-away'", SOON);
        tab.await("document.querySelector('main h1').innerText === 'Somebody Far'", SOON);

        tab.click(".emergency button");
        tab.await("!document.querySelector('.emergency')", SOON);
        says(tab, "There is no such patient, or you may not see them.");
        assertTrue(!tab.text().contains("Somebody Far"), tab.text());
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void an_admin_finds_a_user_and_changes_them() throws Exception {
        Person admin = Person.signIn(PAGE.url(), "admin");
        String user =
                "{\"user_id\":\"zoe-1\",\"username\":\"zoe\",\"password\":\"a long enough one\",\"roles\":[\"NURSE\"]}";
        assertEquals(201, admin.post("/api/v1/users", user).statusCode());
        Tab tab = PAGE.signedIn("admin", "#/admin/people");
        fill(tab, "main form", "{q: 'zo'}");
        tab.await("document.querySelectorAll('tbody tr').length === 1", SOON);
        tab.click("[aria-label='Change zoe']");
        tab.await("document.querySelector('form[data-user=zoe-1]')", SOON);
        tab.evaluate("document.querySelector('form[data-user] [value=DOCTOR]').checked = true; 0");
        fill(tab, "form[data-user=zoe-1]", "{username: 'zoey'}");
        tab.await("document.querySelector('[aria-label=\"Change zoey\"]')", SOON);
        String changed = admin.get("/api/v1/users/zoe-1").body();
        assertTrue(changed.contains("DOCTOR") && changed.contains("zoey"), changed);
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void an_admin_changes_who_is_called_when_nobody_answers() throws Exception {
        Tab tab = PAGE.signedIn("admin", "#/admin/rules");
        String form = "form[data-policy=default-warning]";
        tab.await(
                "document.querySelectorAll('[aria-label=\"Escalation policies\"] li').length === 3",
                SOON);
        tab.evaluate(
                "[...document.querySelectorAll('[aria-label=\"Escalation policies\"] li')]"
                        + ".find((one) => one.innerText.includes('WARNING')).querySelector('button').click()");
        fill(tab, form, "{name: 'Warnings on this ward', after: '7m'}");
        says(tab, "Warnings on this ward, version 2: after 7m");
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void an_admin_changes_a_rule_and_makes_another_without_writing_json() throws Exception {
        Person admin = Person.signIn(PAGE.url(), "admin");
        // Saved once, so that it is written as the service writes it.
        String same = DrivenBrowser.write(definition(admin, "heart_rate"));
        admin.request(
                "PUT",
                "/api/v1/alert-rules/heart_rate",
                same.substring(0, same.length() - 1) + ",\"version\":1}");
        JsonNode before = definition(admin, "heart_rate");
        Tab tab = PAGE.signedIn("admin", "#/admin/rules");
        open(tab, "heart_rate");
        fill(tab, "form[data-rule=heart_rate]", "{delay: '45s', message: 'Heart at {bpm}'}");
        says(tab, "Version 3, by admin");
        JsonNode after = definition(admin, "heart_rate");
        assertEquals("45s", after.get("delay").getStringValue());
        assertEquals("Heart at {bpm}", after.get("message").getStringValue());
        for (String untouched : List.of("limits", "window", "recipients", "enabled")) {
            assertEquals(
                    DrivenBrowser.write(before.get(untouched)),
                    DrivenBrowser.write(after.get(untouched)),
                    untouched);
        }

        tab.evaluate(
                "[...document.querySelectorAll('button')]"
                        + ".find((one) => one.innerText === 'New rule').click()");
        fill(tab, "form[data-rule='']", "{rule_id: 'sugar', vital_type: 'glucose'}");
        fill(tab, "form[data-rule=sugar]", "{min: '70', window: '2'}");
        says(tab, "Version 1, by admin");
        JsonNode sugar = definition(admin, "sugar");
        assertEquals(70, sugar.get("limits").get(0).get("min").getIntValue());
        assertEquals(2, sugar.get("window").get("samples").getIntValue());

        fill(tab, "form[data-rule=sugar]", "{min: '65'}");
        says(tab, "Version 2, by admin");
        JsonNode lower = definition(admin, "sugar").get("limits").get(0);
        assertEquals(65, lower.get("clear_min").getIntValue(), "the end follows the limit");

        fill(tab, "form[data-rule=sugar]", "{max: '60'}");
        says(tab, "limits[0].max");
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    private static void open(Tab tab, String rule) {
        String entry =
                "[...document.querySelectorAll('[aria-label=Rules] button')]"
                        + ".find((one) => one.firstChild.textContent === '"
                        + rule
                        + "')";
        tab.await(entry, SOON);
        tab.evaluate(entry + ".click()");
    }

    private static JsonNode definition(Person admin, String rule) throws Exception {
        return Person.json(admin.get("/api/v1/alert-rules/" + rule).body()).get("definition");
    }

    @Test
    void a_browser_takes_the_push_worker_under_the_policy_of_the_page() {
        Tab tab = PAGE.signedIn("nurse1", "#/messages");
        says(tab, "Turn notifications on");
        tab.allowNotifications(PAGE.url());
        tab.evaluate(
                "[...document.querySelectorAll('button')]"
                        + ".find((one) => one.innerText === 'Turn notifications on').click()");
        // Whether the maker of this browser lets it subscribe is not ours to test.
        tab.evaluate(
                """
                globalThis.active = "";
                const look = async () => {
                  const found = await navigator.serviceWorker.getRegistration("/assets/");
                  active = found?.active?.scriptURL ?? "";
                  if (!active) setTimeout(look, 50);
                };
                look();
                0
                """);
        tab.await("active.endsWith('/assets/push-worker.js')", SOON);
        assertTrue(
                tab.complaints().stream()
                        .noneMatch(
                                one -> one.contains("Content Security") || one.contains("Trusted")),
                () -> tab.complaints().toString());
        tab.close();
    }
}
