package dev.wardcast.system.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.Person;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two hundred patients, a reading of each every second. */
class BusyWardTest {

    private static final int PATIENTS = 200;
    private static final int SECONDS = 60;

    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** From here on browsers call a task a long one. */
    private static final Duration LONG = Duration.ofMillis(50);

    /** And this is half of it, which a machine of today keeps; a slower one gets as much more. */
    private static final Duration HALF = Duration.ofMillis(25);

    /** What a machine of today does in 5 ms, once it has been done a few times. */
    private static final String REFERENCE =
            """
            (() => {
              const map = new Map();
              let x = 1;
              for (let i = 0; i < 120000; i++) {
                x = (x * 1103515245 + 12345) & 0x7fffffff;
                map.set(x % 5000, `${x}`);
              }
              return [...map.values()].sort().length;
            })()
            """;

    private static final double REFERENCE_MILLIS = 5.2;

    /** A task that takes long, to see that it would be seen. */
    private static final String DAWDLE =
            """
            setTimeout(() => {
              const end = performance.now() + 2000;
              while (performance.now() < end);
            }, 500);
            0
            """;

    @RegisterExtension static final ServedPage PAGE = new ServedPage();

    @Test
    void a_board_of_two_hundred_patients_stays_live_and_has_no_task_of_fifty_milliseconds()
            throws Exception {
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            Person admin = Person.signIn(PAGE.url(), "admin");
            for (int i = 0; i < PATIENTS - 8; i++) {
                HttpResponse<String> made =
                        admin.post(
                                "/api/v1/patients",
                                "{\"patient_id\":\"busy-%d\",\"name\":\"Patient %d\",\"hospital_id\":\"hospital-1\"}"
                                        .formatted(i, i));
                assertEquals(201, made.statusCode(), made.body());
            }
            Person fleet = new Person(PAGE.url(), machine(PAGE.url(), admin));
            Tab tab = PAGE.open("");
            tab.signIn("nurse1");
            tab.await("document.querySelectorAll('.tile').length === " + PATIENTS);
            tab.await("document.querySelector('.link[data-phase=live]')");
            AtomicInteger beat = new AtomicInteger();
            clock.scheduleAtFixedRate(
                    () -> post(fleet, beat.incrementAndGet()), 0, 1, TimeUnit.SECONDS);
            tab.await(
                    "document.querySelector('.tile[data-patient=busy-0] .value').textContent !== '–'");
            double slowness = slowness(tab);
            List<Duration> longest = new ArrayList<>();
            for (int traced = 0; traced < SECONDS; traced += (int) AT_ONCE.toSeconds()) {
                Trace trace = tab.trace(AT_ONCE);
                assertTrue(trace.tasks() > 10, trace.toString());
                slowness = Math.max(slowness, slowness(tab));
                longest.add(trace.longest());
            }
            longest.sort(null);
            System.out.printf(
                    "%d patients: the longest tasks took %s of the processor, on a machine that is slower by %.2f%n",
                    PATIENTS, longest, slowness);
            // The quietest of them: what is taken from this machine counts as its own time, and all
            // that the page does it does every second.
            assertTrue(
                    longest.getFirst().toNanos()
                            < Math.max(LONG.toNanos(), HALF.toNanos() * slowness),
                    longest + " on a machine that is slower by " + slowness);
            tab.evaluate(DAWDLE);
            Trace dawdled = tab.trace(AT_ONCE);
            assertTrue(dawdled.longest().compareTo(LONG) > 0, dawdled.toString());
            tab.await("document.querySelector('.link[data-phase=live]')");
            assertEquals(List.of(), tab.complaints());
        }
    }

    /** How many times slower than the reference this machine is now, at least 1. */
    private static double slowness(Tab tab) throws Exception {
        for (int i = 0; i < 5; i++) {
            tab.evaluate(REFERENCE);
        }
        double millis = tab.processorMillis(REFERENCE, 10) / 10;
        return Math.max(1, millis / REFERENCE_MILLIS);
    }

    private static void post(Person fleet, int beat) {
        String now = Instant.now().toString();
        String body =
                IntStream.range(0, PATIENTS - 8)
                        .mapToObj(i ->
                                """
                                {"device_type":"monitor","device_id":"busy-%d","patient_id":"busy-%d",\
                                "data_type":"heart_rate","values":{"bpm":%d},"timestamp":"%s"}\
                                """
                                        .formatted(i, i, 65 + (i + beat) % 30, now))
                        .collect(Collectors.joining(",", "[", "]"));
        try {
            fleet.post("/api/v1/devices/data", body);
        } catch (Exception stopped) {
            // The next second posts again.
        }
    }

    private static String machine(String url, Person admin) throws Exception {
        String made =
                admin.post(
                                "/api/v1/service-accounts",
                                "{\"name\":\"busy-fleet\",\"roles\":[\"DEVICE\"]}")
                        .body();
        String secret = Person.json(made).get("client_secret").getStringValue();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/auth/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "grant_type=client_credentials&client_id="
                                                + Person.json(made)
                                                        .get("client_id")
                                                        .getStringValue()
                                                + "&client_secret="
                                                + secret))
                        .build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return Person.json(answer.body()).get("access_token").getStringValue();
    }
}
