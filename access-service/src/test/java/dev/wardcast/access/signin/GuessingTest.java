package dev.wardcast.access.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.people.Users;
import dev.wardcast.testsupport.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What guessing of names and passwords meets. Each test has a server of its own. */
@SuppressWarnings("rawtypes")
class GuessingTest {

    private static final int TRIES = 3;
    private static final Map<String, Object> STRICT =
            Map.of(
                    "wardcast.access.sign-in.failures",
                    TRIES,
                    "wardcast.access.sign-in.address-failures",
                    30,
                    "wardcast.audit.trusted-proxies",
                    "127.0.0.1");

    private final String database = TestServers.freshDatabaseUrl();
    private final AccessServer server = start();
    private final String address = randomAddress();

    private AccessServer start() {
        return AccessServer.start(TestServers.redisUrl(), database, STRICT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_name_is_locked_after_so_many_wrong_passwords_whether_it_is_somebodys_or_not() {
        List<Map> answers = new ArrayList<>();
        for (String name : List.of("doctor1", "nobody-" + Ids.next())) {
            for (int i = 0; i < TRIES; i++) {
                assertEquals(401, login(name, "wrong").code());
            }
            HttpResponse<Map> wrong = login(name, "wrong");
            HttpResponse<Map> right = login(name, "demo");
            assertEquals(429, wrong.code());
            assertEquals(429, right.code());
            assertEquals(wrong.body(), right.body());
            int wait = Integer.parseInt(right.header("Retry-After"));
            assertTrue(wait > 880 && wait <= 900, wait + " s");
            answers.add(right.body());
        }
        assertEquals(answers.getFirst(), answers.getLast());
        assertEquals(200, login("nurse1", "demo").code());
    }

    @Test
    void a_lock_counts_on_other_nodes_and_after_a_restart_and_ends() {
        for (int i = 0; i < TRIES; i++) {
            login("doctor1", "wrong");
        }
        try (AccessServer other = start()) {
            assertEquals(429, login(other, "doctor1", "demo").code());
        }
        server.execute("UPDATE sign_in_failures SET locked_until = now()");
        assertEquals(200, login("doctor1", "demo").code());
    }

    @Test
    void a_right_password_and_time_make_wrong_ones_forgotten() {
        login("nurse1", "wrong");
        login("nurse1", "wrong");
        assertEquals(200, login("nurse1", "demo").code());
        for (int i = 0; i < TRIES - 1; i++) {
            assertEquals(401, login("nurse1", "wrong").code());
        }
        server.execute("UPDATE sign_in_failures SET since = now() - interval '15 minutes'");
        for (int i = 0; i < TRIES - 1; i++) {
            assertEquals(401, login("nurse1", "wrong").code());
        }
        assertEquals(200, login("nurse1", "demo").code());
    }

    @Test
    void guesses_that_come_together_are_counted_one_by_one() throws Exception {
        List<Callable<Integer>> guesses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            guesses.add(() -> login("patient1", "wrong").code());
        }
        int counted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> guess : threads.invokeAll(guesses)) {
                counted += guess.get() == 401 ? 1 : 0;
            }
        }
        assertEquals(TRIES, counted);
    }

    @Test
    void an_unknown_a_wrong_a_suspended_and_a_locked_name_cost_the_same_work() {
        server.bean(Users.class).setStatus("dispatcher1", "SUSPENDED");
        for (int i = 0; i <= TRIES; i++) {
            login("doctor1", "wrong");
        }
        String[][] attempts = {
            {"caregiver1", "wrong"},
            {"nobody-" + Ids.next(), "demo"},
            {"dispatcher1", "demo"},
            {"dispatcher1", "wrong"},
            {"doctor1", "wrong"},
            {"doctor1", "demo"},
            {"pipeline1", "demo"},
            {"line\nbreak", "demo"},
            {"nurse1", "demo"},
        };
        for (String[] attempt : attempts) {
            double before = checks();
            login(attempt[0], attempt[1]);
            assertEquals(1, checks() - before, attempt[0] + " " + attempt[1]);
        }
    }

    @Test
    void an_address_with_too_many_refusals_waits_and_others_do_not() {
        for (int i = 0; i < 30; i++) {
            assertEquals(401, login("name-" + i, "wrong").code());
        }
        double before = checks();
        HttpResponse<Map> refused = login("nurse1", "demo");
        assertEquals(429, refused.code());
        int wait = Integer.parseInt(refused.header("Retry-After"));
        assertTrue(wait >= 1 && wait <= 60, wait + " s");
        assertEquals(0, checks() - before);
        assertEquals(200, login(server, "nurse1", "demo", randomAddress()).code());
    }

    @Test
    void addresses_of_one_ipv6_network_count_together() {
        assertEquals(AddressLimit.key("2001:db8:1:2::3"), AddressLimit.key("2001:db8:1:2:9:9:9:9"));
        assertTrue(
                !AddressLimit.key("2001:db8:1:2::3").equals(AddressLimit.key("2001:db8:1:3::3")));
        assertTrue(!AddressLimit.key("192.0.2.1").equals(AddressLimit.key("192.0.2.2")));
    }

    @Test
    void a_foreign_page_can_not_sign_its_reader_in() {
        Map<String, String> login = Map.of("username", "nurse1", "password", "demo");
        for (String[] header :
                new String[][] {
                    {"Origin", "https://stranger.example"},
                    {"Origin", "null"},
                    {"Sec-Fetch-Site", "cross-site"}
                }) {
            HttpResponse<Map> refused =
                    server.send(
                            HttpRequest.POST("/api/v1/auth/login", login)
                                    .header(header[0], header[1]),
                            null);
            assertEquals(403, refused.code());
            assertTrue(refused.getCookies().findCookie("JWT").isEmpty());
        }
    }

    private HttpResponse<Map> login(String name, String password) {
        return login(server, name, password);
    }

    private HttpResponse<Map> login(AccessServer at, String name, String password) {
        return login(at, name, password, address);
    }

    private static HttpResponse<Map> login(
            AccessServer at, String name, String password, String from) {
        return at.send(
                HttpRequest.POST(
                                "/api/v1/auth/login",
                                Map.of("username", name, "password", password))
                        .header("X-Forwarded-For", from),
                null);
    }

    /** Counters of addresses outlive a test, so each has its own. */
    private static String randomAddress() {
        String id = Ids.next().replace("-", "");
        return "2001:db8:" + id.substring(20, 24) + ":" + id.substring(24, 28) + "::1";
    }

    private double checks() {
        return server.bean(MeterRegistry.class)
                .get("wardcast.access.password.checks")
                .counter()
                .count();
    }
}
