package dev.wardcast.testsupport;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces: takes OTLP over HTTP and keeps the spans. */
public final class OtlpReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    public OtlpReceiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/v1/traces",
                exchange -> {
                    read(exchange.getRequestBody().readAllBytes());
                    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
    }

    /**
     * @param parentId empty for the first of a trace
     * @param attributes its own and those of the process, as texts
     */
    public record Span(
            String traceId,
            String spanId,
            String parentId,
            String name,
            Map<String, String> attributes) {}

    public String endpoint() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1/traces";
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    public List<Span> spansOf(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    /** The numbers are those of opentelemetry-proto, trace/v1/trace.proto. */
    private void read(byte[] request) {
        for (Protobuf resourceSpans : new Protobuf(request).messages(1)) {
            Map<String, String> process = new TreeMap<>();
            resourceSpans.messages(1).forEach(resource -> attributes(resource, 1, process));
            for (Protobuf scopeSpans : resourceSpans.messages(2)) {
                scopeSpans.messages(2).forEach(span -> spans.add(span(span, process)));
            }
        }
    }

    private static Span span(Protobuf span, Map<String, String> process) {
        Map<String, String> attributes = new TreeMap<>(process);
        attributes(span, 9, attributes);
        return new Span(
                HexFormat.of().formatHex(span.bytes(1)),
                HexFormat.of().formatHex(span.bytes(2)),
                HexFormat.of().formatHex(span.bytes(4)),
                span.text(5),
                attributes);
    }

    private static void attributes(Protobuf message, int field, Map<String, String> into) {
        for (Protobuf pair : message.messages(field)) {
            Protobuf value = pair.messages(2).getFirst();
            into.put(pair.text(1), value.has(1) ? value.text(1) : String.valueOf(value.number(3)));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
