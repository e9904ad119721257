package dev.wardcast.notifications.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushEndpointsTest {

    private final PushEndpoints endpoints =
            new PushEndpoints(
                    new PushSettings(
                            true,
                            List.of("fcm.googleapis.com", ".push.example.org"),
                            "mailto:a@example.org",
                            Duration.ZERO,
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            3,
                            false));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fcm.googleapis.com/fcm/send/abc",
                "https://FCM.googleapis.com:443/x?y",
                "https://eu.push.example.org/x"
            })
    void push_services_are_written_to(String endpoint) {
        assertEquals(Optional.empty(), endpoints.objection(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://fcm.googleapis.com/x",
                "https://fcm.googleapis.com:8443/x",
                "https://u:p@fcm.googleapis.com/x",
                "https://fcm.googleapis.com/x#y",
                "https://fcm.googleapis.com.evil.example/x",
                "https://evilfcm.googleapis.com/x",
                "https://push.example.org/x",
                "https://127.0.0.1/x",
                "https://[::1]/x",
                "https://169.254.169.254/latest",
                "https://localhost/x",
                "https://2130706433/x",
                "file:///etc/passwd",
                "https:fcm.googleapis.com",
                "https://fcm.googleapis.com\\@localhost/x",
                ""
            })
    void anything_else_is_not(String endpoint) {
        assertTrue(endpoints.objection(endpoint).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "[::1]",
                "[fe80::1]",
                "[fd00::1]",
                "[::ffff:10.0.0.1]"
            })
    void a_name_that_leads_inside_is_noticed_when_it_is_used(String address) {
        assertFalse(endpoints.leadsOutside(URI.create("https://" + address + "/x")));
        assertTrue(endpoints.leadsOutside(URI.create("https://8.8.8.8/x")));
    }
}
