package dev.wardcast.system.browser;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What rings, and what ends: the sound of alerts, and a session. */
class SoundAndSessionTest {

    /** A session is renewed after half of this, and its end is told from then on. */
    private static final Map<String, Object> SHORT_SESSIONS =
            Map.of("wardcast.access.token-lifetime", "40s");

    /** Notes when real oscillators are to sound, and how high; nothing is replaced. */
    private static final String LISTEN =
            """
            globalThis.sounds = [];
            const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (at) {
              sounds.push({ hertz: this.frequency.value, ahead: at - this.context.currentTime, at });
              return start.call(this, at);
            };
            0
            """;

    @RegisterExtension static final ServedPage PAGE = new ServedPage(SHORT_SESSIONS);

    private static Tab nurse(String hash) {
        Tab tab = PAGE.open(hash);
        tab.await("document.querySelector('input[name=username]')", SOON);
        tab.evaluate(LISTEN);
        tab.signIn("nurse1");
        tab.await("document.querySelector('.link[data-phase=live]')", SOON);
        return tab;
    }

    private static void raise(String tier, String reason) throws Exception {
        int status =
                Person.signIn(PAGE.url(), "admin")
                        .post(
                                "/api/v1/alerts",
                                "{\"patient_id\":\"patient-2\",\"tier\":\"%s\",\"reasons\":[\"%s\"]}"
                                        .formatted(tier, reason))
                        .statusCode();
        assertEquals(201, status);
    }

    private static String pulses(int hertz) {
        return "sounds.filter((one) => one.hertz === " + hertz + ")";
    }

    @Test
    void each_tier_has_its_own_burst_and_a_pause_is_shown_and_ends_by_itself() throws Exception {
        Tab tab = nurse("#/alerts");
        assertEquals("Turn sound on", tab.evaluate(SOUND).getStringValue());
        raise("INFO", "before sound was on");
        tab.await("document.body.innerText.includes('before sound was on')", SOON);
        assertEquals(0, tab.evaluate("sounds.length").getIntValue());
        tab.click(".sound");
        assertEquals("Pause sound", tab.evaluate(SOUND).getStringValue());
        assertEquals(
                1, tab.evaluate(pulses(370) + ".length").getIntValue(), "it says that it is on");

        raise("WARNING", "three pulses");
        tab.await(pulses(495) + ".length >= 3", SOON);
        raise("CRITICAL", "ten pulses");
        tab.await(pulses(660) + ".length >= 10", SOON);
        assertEquals("[0,0.35,0.7]", offsets(tab, 495, 3));
        assertEquals("[0,0.2,0.4,0.75,0.95,1.5,1.7,1.9,2.25,2.45]", offsets(tab, 660, 10));
        assertTrue(tab.is("sounds.every((one) => one.ahead >= 0)"));

        tab.click(".sound");
        String back = tab.evaluate(SOUND).getStringValue();
        assertTrue(back.matches("Sound is back in (2:00|1:5\\d)"), back);
        int before = tab.evaluate("sounds.length").getIntValue();
        raise("CRITICAL", "while it is paused");
        tab.await("document.body.innerText.includes('while it is paused')", SOON);
        tab.await(SOUND + " !== " + DrivenBrowser.quoted(back), SOON);
        assertEquals(before, tab.evaluate("sounds.length").getIntValue());

        // Two minutes later, which is all that the clock knows.
        tab.evaluate("const now = Date.now; Date.now = () => now() + 121_000; 0");
        tab.await(SOUND + " === 'Pause sound'", SOON);
        tab.await("sounds.length > " + before, SOON);
        tab.close();
    }

    private static final String SOUND = "document.querySelector('.sound').innerText";

    /** When the first pulses begin, in seconds behind the first of them. */
    private static String offsets(Tab tab, int hertz, int count) {
        return tab.evaluate(
                        "JSON.stringify(((some) => some.map((one) =>"
                                + " Math.round((one.at - some[0].at) * 1000) / 1000))("
                                + pulses(hertz)
                                + ".slice(0, "
                                + count
                                + ")))")
                .getStringValue();
    }

    @Test
    void the_end_of_a_session_is_told_and_staying_is_one_press() {
        Tab tab = nurse("");
        String notice = "document.querySelector('.notice')";
        tab.block("*/api/v1/auth/refresh");
        tab.await(notice + ".innerText.includes('Your session ends in')", SOON);
        assertTrue(tab.is("document.querySelectorAll('.tile').length === 8"), "the work goes on");
        tab.block();
        tab.evaluate(notice + ".querySelector('button').click()");
        tab.await(notice + ".hidden", SOON);
        tab.await("document.querySelector('.link[data-phase=live]')", SOON);

        tab.block("*/api/v1/auth/refresh");
        tab.await("document.body.innerText.includes('You are signed out.')", SOON.multipliedBy(2));
        assertEquals(0, tab.evaluate("document.querySelectorAll('.tile').length").getIntValue());
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }
}
