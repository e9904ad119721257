package dev.wardcast.gateway.presence;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.SseClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Two whole gateways on a Redis that nobody else uses. */
public final class TwoGateways implements AutoCloseable {

    private final EmbeddedRedis redis = EmbeddedRedis.builder().start();
    private final HttpClient client = HttpClient.newHttpClient();
    public final ServiceUnderTest one;
    public final ServiceUnderTest two;

    public TwoGateways(Map<String, Object> settings) {
        one = new ServiceUnderTest(redis.url(), settings);
        Map<String, Object> same = new HashMap<>(settings);
        // Whoever signed in at one of them is known to the other.
        same.put("wardcast.jwks-url", one.world().jwksUrl());
        two = new ServiceUnderTest(redis.url(), same);
    }

    public Person admin() {
        return one.world().with("ADMIN");
    }

    /** Someone with a role in a hospital. */
    Person staff(String role, String hospital) {
        Person person = one.world().with(role);
        put(
                "wc:access:user:" + person.id(),
                """
                {"status":"ACTIVE","roles":["%s"],"caregiver_of":[],"therapist_of":[],"hospitals":["%s"]}\
                """
                        .formatted(role, hospital));
        return person;
    }

    String patientIn(String hospital) {
        String id = "patient-" + UUID.randomUUID();
        put("wc:access:patient:" + id, "{\"hospitals\":[\"%s\"]}".formatted(hospital));
        return id;
    }

    private void put(String key, String document) {
        one.bean(RedisLink.class)
                .commands()
                .set(Keys.bytes(key), Keys.bytes(document))
                .toCompletableFuture()
                .join();
    }

    public SseClient sse(ServiceUnderTest gateway, Person person, String path) {
        return SseClient.to("http://127.0.0.1:" + gateway.port() + path)
                .bearer(person.token())
                .connect();
    }

    public WebSocket webSocket(ServiceUnderTest gateway, Person person, String path)
            throws Exception {
        return client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + person.token())
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + gateway.port() + path),
                        new WebSocket.Listener() {})
                .get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.shutdownNow();
        two.close();
        one.close();
        redis.close();
    }
}
