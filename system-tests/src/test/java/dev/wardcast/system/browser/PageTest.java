package dev.wardcast.system.browser;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.Device;
import dev.wardcast.system.Person;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people have in front of them, in a real browser. */
class PageTest {

    @RegisterExtension static final ServedPage PAGE = new ServedPage();

    private static void awaitLive(Tab tab) {
        tab.await("document.querySelector('.link[data-phase=live]')");
    }

    private static String tiles(String condition) {
        return "document.querySelectorAll('.tile')" + condition;
    }

    @ParameterizedTest
    @CsvSource({
        "admin, 8, 'Ward Alerts Sessions Messages Appointments Admin'",
        "nurse1, 8, 'Ward Alerts Messages Appointments'",
        "doctor1, 8, 'Ward Alerts Messages Appointments'",
        "dispatcher1, 8, 'Ward Alerts Messages Appointments'",
        "caregiver1, 2, 'Ward Alerts Messages Appointments'",
        "therapist1, 1, 'Ward Alerts Sessions Messages Appointments'",
        "patient1, 1, 'Ward Alerts Sessions Messages Appointments'",
    })
    void everybody_sees_their_patients_and_where_they_may_go(
            String username, int patients, String pages) {
        Tab tab = PAGE.signedIn(username, "");
        tab.await(tiles(".length === " + patients));
        awaitLive(tab);
        assertEquals(
                pages,
                tab.evaluate(
                                "[...document.querySelectorAll('header .nav a')]"
                                        + ".map((a) => a.firstChild.textContent).join(' ')")
                        .getStringValue());
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void whoever_needs_somebody_most_comes_first() throws Exception {
        Tab tab = PAGE.signedIn("nurse1", "");
        awaitLive(tab);
        new Device(PAGE.url(), 8).high();
        tab.await("document.querySelector('.tile[data-patient=patient-8][data-tier=CRITICAL]')");
        tab.await(
                """
                (() => {
                  const ranks = [...document.querySelectorAll(".tile")].map(
                    ({ dataset: { tier } }) => ["INFO", "WARNING", "CRITICAL"].indexOf(tier));
                  return ranks[0] === 2 && ranks.every((rank, at) => at === 0 || rank <= ranks[at - 1]);
                })()
                """);
        tab.close();
    }

    @Test
    void whoever_has_nobody_is_told_so() {
        Tab tab = PAGE.signedIn("caregiver2", "");
        tab.await("document.body.innerText.includes('There is nobody whom you may see.')");
        tab.close();
    }

    @Test
    void a_wrong_password_is_told_and_a_sign_out_leaves_nothing_on_the_screen() {
        Tab tab = PAGE.open("");
        tab.await("document.querySelector('input[name=username]')");
        tab.evaluate(
                """
                document.querySelector('input[name=username]').value = 'nurse1';
                document.querySelector('input[name=password]').value = 'wrong';
                document.querySelector('form').requestSubmit();
                """);
        tab.await("document.body.innerText.includes('Unknown user or wrong password.')");
        tab.signIn("nurse1");
        tab.await(tiles(".length === 8"));
        tab.evaluate("[...document.querySelectorAll('.me button')].at(-1).click()");
        tab.await("document.body.innerText.includes('You are signed out.')");
        assertTrue(!tab.text().contains("Demo Patient"), tab.text());
        tab.close();
    }

    @Test
    void a_post_of_a_device_is_an_alert_on_the_board_and_answered_for_all() throws Exception {
        Tab nurse = PAGE.signedIn("nurse1", "#/alerts");
        Tab doctor = PAGE.signedIn("doctor1", "");
        awaitLive(nurse);
        awaitLive(doctor);
        String tile = "document.querySelector('.tile[data-patient=patient-3]";
        String mine = ".alert[data-unanswered][data-tier=CRITICAL]:has(a[href$=patient-3])";
        String row = "document.querySelector('" + mine + "')";
        Device device = new Device(PAGE.url(), 3);
        device.normal();
        device.high();
        nurse.await(row);
        doctor.await(tile + "[data-tier=CRITICAL][data-unanswered]')");
        assertTrue(nurse.text().contains("High blood pressure detected: 190/125"), nurse.text());
        // Whom it calls next, and when, counts down.
        nurse.await("/nurse in [01]:\\d\\d/.test(document.body.innerText)");

        nurse.click(mine + " button.primary");
        doctor.await("!" + tile + "[data-unanswered]')");
        nurse.await("!" + row);
        nurse.close();
        doctor.close();
    }

    @Test
    void the_page_measures_rightly_how_long_an_alert_took_to_be_painted() throws Exception {
        Tab tab = PAGE.signedIn("nurse1", "#/alerts");
        awaitLive(tab);
        tab.evaluate(
                """
                globalThis.inserted = new Map();
                new MutationObserver((records) => {
                  for (const { addedNodes } of records) for (const node of addedNodes) {
                    if (node.dataset?.alert) inserted.set(node.dataset.alert, performance.now());
                  }
                }).observe(document.querySelector("ul.alerts"), {childList: true});
                globalThis.begun = performance.now();
                0
                """);
        Device device = new Device(PAGE.url(), 4);
        device.normal();
        device.high();
        String measures = "performance.getEntriesByName('wardcast-alert')";
        tab.await(measures + ".length === 1");
        // The event came after the post, its row was made after that, and painted after that.
        assertTrue(
                tab.is(
                        measures
                                + ".every((one) => begun < one.startTime"
                                + " && one.startTime <= inserted.get(one.detail)"
                                + " && inserted.get(one.detail) <= one.startTime + one.duration)"),
                () ->
                        tab.evaluate(
                                        "JSON.stringify([begun, [...inserted], "
                                                + measures
                                                + ".map((one) => [one.detail, one.startTime,"
                                                + " one.duration])])")
                                .getStringValue());
        tab.close();
    }

    @Test
    void a_revoked_grant_takes_the_patient_off_the_board_at_once() throws Exception {
        Person admin = Person.signIn(PAGE.url(), "admin");
        String grant = "/api/v1/caregivers/caregiver2/patients/patient-8";
        admin.request("PUT", grant, "{}");
        Tab tab = PAGE.signedIn("caregiver2", "");
        tab.await(tiles(".length === 1"));
        awaitLive(tab);
        admin.request("DELETE", grant);
        // The list of patients is read anew every half minute, so sooner it was the revocation.
        tab.await(tiles(".length === 0"), SOON);
        tab.close();
    }

    @Test
    void a_cut_connection_is_on_the_screen_and_costs_nothing() throws Exception {
        try (Relay relay = new Relay(PAGE.port())) {
            Tab tab = PAGE.openElsewhere("http://localhost:" + relay.port() + "/#/alerts");
            tab.signIn("nurse1");
            awaitLive(tab);
            String mine = "document.querySelectorAll('.alert:has(a[href$=patient-5])').length";
            Device device = new Device(PAGE.url(), 5);
            tab.evaluate(
                    """
                    new MutationObserver(([first]) => {
                      globalThis.lost ||= first.target.dataset.phase === "lost";
                    }).observe(document.querySelector(".link"), {attributes: true});
                    0
                    """);
            relay.cut();
            device.normal();
            device.high();
            tab.await("globalThis.lost");
            tab.await("document.querySelector('.link[data-phase=live]')");
            tab.await(mine + " === 1");
            tab.close();
        }
    }

    @Test
    void markup_that_people_write_stays_text() throws Exception {
        String evil = "<img src=x onerror=alert(1)><b>bold</b>";
        Person admin = Person.signIn(PAGE.url(), "admin");
        admin.request("PATCH", "/api/v1/patients/patient-7", "{\"name\":\"" + evil + "\"}");
        Person nurse = Person.signIn(PAGE.url(), "nurse1");
        String conversation =
                Person.json(
                                nurse.post(
                                                "/api/conversations",
                                                "{\"participants\":[\"doctor1\"],\"title\":\""
                                                        + evil
                                                        + "\"}")
                                        .body())
                        .get("id")
                        .getStringValue();
        nurse.post(
                "/api/conversations/" + conversation + "/messages", "{\"text\":\"" + evil + "\"}");
        Tab tab = PAGE.signedIn("doctor1", "");
        tab.await("document.body.innerText.includes('<b>bold</b>')");
        tab.go(PAGE.url() + "/#/messages/" + conversation);
        tab.await(
                "document.querySelector('.said') && document.querySelector('.said').innerText"
                        + ".includes('<img src=x onerror=alert(1)>')");
        assertEquals(
                0, tab.evaluate("document.querySelectorAll('main img, b').length").getIntValue());
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }
}
