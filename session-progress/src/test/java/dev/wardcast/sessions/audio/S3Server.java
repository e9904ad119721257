package dev.wardcast.sessions.audio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So much of S3 as recordings need, in memory: objects, uploads in parts, and requests that are
 * refused unless their signature (version 4) is right for what they say and what they bring.
 */
final class S3Server implements AutoCloseable {

    static final String ACCESS_KEY = "test-key";
    static final String SECRET_KEY = "test-secret";

    private static final Pattern PART = Pattern.compile("<PartNumber>(\\d+)</PartNumber>");

    private final HttpServer server;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, TreeMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    private final SignatureCheck signatures = new SignatureCheck(ACCESS_KEY, SECRET_KEY);
    private volatile boolean refusesEnds;

    S3Server() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Map<String, byte[]> objects() {
        return objects;
    }

    /** Uploads in parts that were neither confirmed nor given up. */
    int openUploads() {
        return uploads.size();
    }

    void refuseEnds() {
        refusesEnds = true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!signatures.isRight(exchange, body)) {
                answer(exchange, 403, error("SignatureDoesNotMatch"));
                return;
            }
            String key = exchange.getRequestURI().getPath();
            Map<String, String> query = SignatureCheck.query(exchange);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> put(exchange, key, query, body);
                case "POST" -> post(exchange, key, query, body);
                case "GET" -> {
                    byte[] object = objects.get(key);
                    answer(
                            exchange,
                            object == null ? 404 : 200,
                            object == null ? error("NoSuchKey") : object);
                }
                case "DELETE" -> {
                    if (query.containsKey("uploadId")) {
                        uploads.remove(query.get("uploadId"));
                    } else {
                        objects.remove(key);
                    }
                    answer(exchange, 204, new byte[0]);
                }
                default -> answer(exchange, 405, error("MethodNotAllowed"));
            }
        }
    }

    private void put(HttpExchange exchange, String key, Map<String, String> query, byte[] body)
            throws IOException {
        String upload = query.get("uploadId");
        if (upload == null) {
            objects.put(key, body);
        } else {
            uploads.get(upload).put(Integer.parseInt(query.get("partNumber")), body);
        }
        exchange.getResponseHeaders().set("ETag", "\"" + UUID.randomUUID() + "\"");
        answer(exchange, 200, new byte[0]);
    }

    private void post(HttpExchange exchange, String key, Map<String, String> query, byte[] body)
            throws IOException {
        if (query.containsKey("uploads")) {
            String id = UUID.randomUUID().toString();
            uploads.put(id, new TreeMap<>());
            answer(
                    exchange,
                    200,
                    ("<InitiateMultipartUploadResult><UploadId>"
                                    + id
                                    + "</UploadId></InitiateMultipartUploadResult>")
                            .getBytes(UTF_8));
            return;
        }
        if (refusesEnds) {
            answer(exchange, 400, error("InvalidPart"));
            return;
        }
        TreeMap<Integer, byte[]> parts = uploads.remove(query.get("uploadId"));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Matcher listed = PART.matcher(new String(body, UTF_8));
        while (listed.find()) {
            whole.writeBytes(parts.get(Integer.parseInt(listed.group(1))));
        }
        objects.put(key, whole.toByteArray());
        answer(
                exchange,
                200,
                "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>".getBytes(UTF_8));
    }

    private static byte[] error(String code) {
        return ("<Error><Code>" + code + "</Code></Error>").getBytes(UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
