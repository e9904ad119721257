package dev.wardcast.system.browser;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page, as somebody has it in front of them. */
final class Tab {

    private final DrivenBrowser browser;
    private final String context;
    private final String session;
    private final String target;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> traces = new LinkedBlockingQueue<>();

    Tab(DrivenBrowser browser, String context, String session, String target) {
        this.context = context;
        this.browser = browser;
        this.session = session;
        this.target = target;
    }

    void begin(String address, int width, int height) {
        for (String domain : List.of("Page", "Runtime", "Log")) {
            send(domain + ".enable", Map.of());
        }
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        go(address);
    }

    void go(String address) {
        send("Page.navigate", Map.of("url", address));
    }

    void happened(String method, JsonNode data) {
        switch (method) {
            case "Runtime.exceptionThrown" ->
                    complaints.add(DrivenBrowser.write(data.get("exceptionDetails")));
            case "Log.entryAdded" -> {
                JsonNode entry = data.get("entry");
                // That a request was refused or failed, a page may well bring about and handle.
                if (entry.get("level").getStringValue().equals("error")
                        && !entry.get("source").getStringValue().equals("network")) {
                    complaints.add(DrivenBrowser.write(entry));
                }
            }
            case "Network.webSocketFrameReceived" ->
                    heard.add(data.get("response").get("payloadData").getStringValue());
            case "Tracing.tracingComplete" -> traces.add(data.get("stream").getStringValue());
            default -> {}
        }
    }

    /** From now on notes what WebSockets bring. */
    void hearSockets() {
        send("Network.enable", Map.of());
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    /** Requests to these addresses fail, as without a network; {@code *} stands for anything. */
    void block(String... addresses) {
        send("Network.enable", Map.of());
        send("Network.setBlockedURLs", Map.of("urls", List.of(addresses)));
    }

    /** How much processor time the page's main thread takes to evaluate it so many times. */
    double processorMillis(String expression, int times) {
        String repeated =
                "for (let i = 0; i < %d; i++) { %s } 0".formatted(times, expression.strip() + ";");
        send("Performance.enable", Map.of("timeDomain", "threadTicks"));
        double before = threadSeconds();
        evaluate(repeated);
        return (threadSeconds() - before) * 1_000;
    }

    private double threadSeconds() {
        for (JsonNode metric : send("Performance.getMetrics", Map.of()).get("metrics").values()) {
            if (metric.get("name").getStringValue().equals("TaskDuration")) {
                return metric.get("value").getDoubleValue();
            }
        }
        throw new AssertionError("no TaskDuration");
    }

    /** As somebody who prefers the scheme {@code dark} or {@code light}. */
    void prefer(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        await("matchMedia('(prefers-color-scheme: " + scheme + ")').matches");
    }

    void allowNotifications(String origin) {
        browser.send(
                "Browser.grantPermissions",
                Map.of(
                        "origin", origin,
                        "permissions", List.of("notifications"),
                        "browserContextId", context),
                null);
    }

    /** What the browser's threads did meanwhile. */
    Trace trace(Duration time) throws Exception {
        send(
                "Tracing.start",
                Map.of(
                        "transferMode",
                        "ReturnAsStream",
                        "traceConfig",
                        Map.of("includedCategories", List.of("toplevel", "__metadata"))));
        evaluate("new Promise((done) => setTimeout(done, %d))".formatted(time.toMillis()));
        send("Tracing.end", Map.of());
        String stream = traces.poll(60, TimeUnit.SECONDS);
        StringBuilder text = new StringBuilder();
        boolean more = true;
        while (more) {
            JsonNode part = send("IO.read", Map.of("handle", stream, "size", 1 << 20));
            text.append(part.get("data").getStringValue());
            more = !part.get("eof").getBooleanValue();
        }
        send("IO.close", Map.of("handle", stream));
        return Trace.parse(text.toString());
    }

    /** What went wrong in the page: exceptions, and what its policy refused. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The value of an expression, waited for if it is a promise. */
    JsonNode evaluate(String expression) {
        JsonNode said =
                send(
                        "Runtime.evaluate",
                        Map.of(
                                "expression", expression,
                                "awaitPromise", true,
                                "returnByValue", true,
                                "userGesture", true));
        if (said.get("exceptionDetails") != null) {
            throw new AssertionError(
                    expression + "\n" + DrivenBrowser.write(said.get("exceptionDetails")));
        }
        JsonNode value = said.get("result").get("value");
        return value == null ? JsonNode.nullNode() : value;
    }

    boolean is(String condition) {
        JsonNode value = evaluate("Boolean(" + condition + ")");
        return value.isBoolean() && value.getBooleanValue();
    }

    void await(String condition) {
        await(condition, SOON);
    }

    /**
     * Waits in the page, frame by frame, until it holds.
     *
     * @return after how many milliseconds
     */
    double await(String condition, Duration most) {
        String script =
                """
                new Promise((resolve) => {
                  const begun = performance.now();
                  const look = () => {
                    if (%s) resolve(performance.now() - begun);
                    else if (performance.now() - begun > %d) resolve(-1);
                    else setTimeout(look, 10);
                  };
                  look();
                })
                """
                        .formatted(condition, most.toMillis());
        double took = evaluate(script).getDoubleValue();
        assertTrue(took >= 0, () -> "never: " + condition + "\n" + text() + "\n" + complaints());
        return took;
    }

    /** Everything that can be read. */
    String text() {
        JsonNode text = evaluate("document.body ? document.body.innerText : ''");
        return text.isString() ? text.getStringValue() : "";
    }

    void signIn(String username) {
        await("document.querySelector('input[name=username]')");
        evaluate(
                """
                document.querySelector('input[name=username]').value = '%s';
                document.querySelector('input[name=password]').value = 'demo';
                document.querySelector('form').requestSubmit();
                """
                        .formatted(username));
        await("document.querySelector('header.top')");
    }

    void click(String selector) {
        await("document.querySelector(\"" + selector + "\")");
        evaluate("document.querySelector(\"" + selector + "\").click()");
    }

    byte[] screenshot() {
        JsonNode said = send("Page.captureScreenshot", Map.of("format", "png"));
        return Base64.getDecoder().decode(said.get("data").getStringValue());
    }

    void close() {
        browser.send("Target.closeTarget", Map.of("targetId", target), null);
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        return browser.send(method, parameters, session);
    }
}
