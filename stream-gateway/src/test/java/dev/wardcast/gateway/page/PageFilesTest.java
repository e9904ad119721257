package dev.wardcast.gateway.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {

    private final PageFiles files = new PageFiles();

    @ParameterizedTest
    @CsvSource({
        "index.html, text/html; charset=utf-8",
        "js/main.js, text/javascript; charset=utf-8",
        "css/base.css, text/css; charset=utf-8",
        "icon.svg, image/svg+xml",
        "wardcast-client.js, text/javascript; charset=utf-8",
        "lib/chart/chart.umd.min.js, text/javascript; charset=utf-8",
        "lib/chart/LICENSE.md, text/plain; charset=utf-8",
    })
    void the_page_and_what_it_needs_is_there(String name, String type) {
        assertEquals(type, files.find(name).orElseThrow().type());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../stream-gateway.yml",
                "js/../../logback.xml",
                "js/../index.html",
                "/index.html",
                "js//main.js",
                "js/.main.js",
                "js\\main.js",
                "js/main.js\n",
                "js/main.js/",
                "js",
                "js/main.class",
                "../dev/wardcast/gateway/Application.class",
                "no-such.js",
                "%2e%2e/stream-gateway.yml",
            })
    void no_name_leads_anywhere_else(String name) {
        assertTrue(files.find(name).isEmpty());
    }

    @Test
    void a_browser_that_has_a_file_is_told_so_and_one_that_has_another_gets_it() {
        PageFile file = files.find("js/main.js").orElseThrow();
        assertArrayEquals(file.content(), files.find("js/main.js").orElseThrow().content());
        assertTrue(file.isAmong(file.etag()));
        assertTrue(file.isAmong("\"other\", " + file.etag()));
        assertTrue(file.isAmong(file.etag().substring(2)));
        assertTrue(file.isAmong("*"));
        assertFalse(file.isAmong("\"other\""));
        assertFalse(file.isAmong(files.find("index.html").orElseThrow().etag()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "host; script-src *", "host:port", "", "ho\"st", "host,other"})
    void a_host_that_is_none_adds_nothing_to_the_policy(String host) {
        assertTrue(PagePolicy.of(host).contains("connect-src 'self';"), PagePolicy.of(host));
    }

    @Test
    void the_policy_names_the_sockets_of_the_own_host_and_nothing_inline() {
        String policy = PagePolicy.of("ward.example.org:8443");
        assertTrue(
                policy.contains(
                        "connect-src 'self' ws://ward.example.org:8443 wss://ward.example.org:8443;"),
                policy);
        assertTrue(policy.startsWith("default-src 'self';"), policy);
        assertFalse(policy.contains("unsafe"), policy);
    }
}
