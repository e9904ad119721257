package dev.wardcast.kit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginCheckTest {

    private final OriginCheck check =
            new OriginCheck(
                    List.of("https://ward.example.org", "http://localhost:3000"),
                    "https://api.example.org/base");

    @Test
    void a_request_that_no_page_made_is_trusted() {
        assertTrue(check.trusts(null, "gateway:8080"));
        assertTrue(check.trusts(null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "http://gateway:8080, gateway:8080",
        "https://gateway, gateway",
        "https://gateway, gateway:443",
        "http://GateWay, gateway:80",
        "http://[::1]:8080, [::1]:8080"
    })
    void a_page_of_the_host_that_was_asked_is_trusted(String origin, String host) {
        assertTrue(check.trusts(origin, host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ward.example.org",
                "https://ward.example.org:443",
                "HTTPS://Ward.Example.Org",
                "http://localhost:3000",
                "https://api.example.org"
            })
    void allowed_origins_and_the_public_address_are_trusted_whatever_the_host(String origin) {
        assertTrue(check.trusts(origin, "pod-7:8080"));
        assertTrue(check.trusts(origin, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://ward.example.org",
                "https://ward.example.org.evil.example",
                "https://ward.example.org:8443",
                "https://evil.example@ward.example.org",
                "https://ward.example.org/",
                "http://gateway:8081",
                "http://localhost",
                "file://",
                "null",
                "",
                "*",
                "not an origin",
                "//gateway:8080",
                "gateway:8080"
            })
    void every_other_page_is_foreign(String origin) {
        assertFalse(check.trusts(origin, "gateway:8080"));
    }

    @Test
    void the_host_is_compared_as_a_whole() {
        assertFalse(check.trusts("http://gateway:8080", "gateway:8080.evil.example"));
        assertFalse(check.trusts("http://evil.example", "evil.example@gateway"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "ward.example.org", "https://ward.example.org/app", "null"})
    void an_allowed_origin_that_is_none_is_told_at_the_start(String text) {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new OriginCheck(List.of(text), "http://localhost:8080"));
        assertEquals(
                "wardcast.cors.allowed-origins: "
                        + text
                        + " (expected: for instance https://ward.example.org)",
                refused.getMessage());
    }
}
