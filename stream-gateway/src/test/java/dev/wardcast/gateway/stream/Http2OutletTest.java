package dev.wardcast.gateway.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.TestCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Http2OutletTest {

    private static final int WINDOW = 4 * 1024;
    private static final String PADDING = "x".repeat(200);

    @TempDir private static Path directory;
    private static TestCertificate certificate;
    private static ServiceUnderTest gateway;
    private static OutletController outlets;

    private Http2Client client;

    @BeforeAll
    static void start() {
        certificate = TestCertificate.make(directory);
        gateway = new ServiceUnderTest(certificate.settings(directory));
        outlets = gateway.bean(OutletController.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() throws Exception {
        client = new Http2Client(gateway.port(), certificate, WINDOW);
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        await().untilAsserted(() -> assertEquals(0, outlets.open.size()));
    }

    @Test
    void each_frame_arrives_at_once() throws Exception {
        Http2Client.Stream stream = open("a");
        assertEquals("200", stream.head.status().toString());
        assertEquals("text/event-stream", stream.head.get("content-type").toString());
        for (int i = 1; i <= 3; i++) {
            write("a", "data: " + i + "\n\n");
            int frames = i;
            await().untilAsserted(() -> assertEquals(frames, stream.frames));
        }
        assertEquals("data: 1\n\ndata: 2\n\ndata: 3\n\n", stream.text());
        await().untilAsserted(() -> assertEquals(0, (int) on("a", Http2Outlet::pending)));
    }

    @Test
    void a_client_that_stops_reading_costs_only_itself_and_goes_on_where_it_stopped()
            throws Exception {
        Http2Client.Stream slow = open("slow");
        Http2Client.Stream quick = open("quick");
        slow.stopReading();
        CompletableFuture<Void> drained = new CompletableFuture<>();
        write("slow", numbered(0, 100));
        on(
                "slow",
                outlet -> {
                    outlet.whenDrained(() -> drained.complete(null));
                    return null;
                });

        int fit = WINDOW / numbered(0, 1)[0].length();
        await().untilAsserted(
                        () -> assertEquals(100 - fit, (int) on("slow", Http2Outlet::pending)));
        for (int i = 0; i < 10; i++) {
            write("quick", numbered(i, i + 1));
            int frames = i + 1;
            await().untilAsserted(() -> assertEquals(frames, quick.frames));
        }
        assertEquals(100 - fit, (int) on("slow", Http2Outlet::pending));
        assertFalse(drained.isDone());

        slow.readOn();
        drained.get(10, TimeUnit.SECONDS);
        assertEquals(0, (int) on("slow", Http2Outlet::pending));
        String all = String.join("", numbered(0, 100));
        await().untilAsserted(() -> assertEquals(all, slow.text()));
    }

    @Test
    void a_cancelled_stream_is_noticed_and_the_others_stay() throws Exception {
        Http2Client.Stream leaving = open("leaving");
        Http2Client.Stream staying = open("staying");
        leaving.stopReading();
        write("leaving", numbered(0, 100));
        Http2Outlet outlet = outlets.open.get("leaving");
        leaving.cancel();
        await().untilAsserted(() -> assertFalse(outlets.open.containsKey("leaving")));
        assertFalse(outlet.isOpen());
        await().untilAsserted(() -> assertEquals(0, outlet.pending()));

        ByteBuf late = Unpooled.copiedBuffer("late", US_ASCII);
        CompletableFuture.runAsync(() -> outlet.write(late), outlet.loop())
                .get(10, TimeUnit.SECONDS);
        assertEquals(0, late.refCnt());
        write("staying", "still here");
        await().untilAsserted(() -> assertEquals("still here", staying.text()));
    }

    @Test
    void the_end_comes_after_everything_that_was_written_before_it() throws Exception {
        Http2Client.Stream stream = open("last");
        stream.stopReading();
        write("last", numbered(0, 50));
        on(
                "last",
                outlet -> {
                    outlet.close();
                    return null;
                });
        assertTrue(outlets.open.containsKey("last"));
        stream.readOn();
        await().untilAsserted(() -> assertTrue(stream.ended));
        assertEquals(String.join("", numbered(0, 50)), stream.text());
        await().untilAsserted(() -> assertFalse(outlets.open.containsKey("last")));
    }

    @Test
    void a_request_becomes_one_stream_only() throws Exception {
        Http2Client.Stream stream = open("twice");
        await().untilAsserted(() -> assertTrue(outlets.refused.contains("twice")));
        write("twice", "once");
        await().untilAsserted(() -> assertEquals("once", stream.text()));
    }

    @Test
    void hundreds_of_streams_share_a_connection_and_leave_with_it() throws Exception {
        List<Http2Client.Stream> streams = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            streams.add(client.get("/test/outlets/n" + i));
        }
        await().untilAsserted(() -> assertEquals(500, outlets.open.size()));
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 500; i++) {
                write("n" + i, round + "@" + i + " ");
            }
        }
        List<String> expected =
                IntStream.range(0, 500)
                        .mapToObj(i ->
                                IntStream.range(0, 20)
                                        .mapToObj(round -> round + "@" + i + " ")
                                        .collect(Collectors.joining()))
                        .toList();
        await().untilAsserted(() ->
                assertEquals(expected, streams.stream().map(Http2Client.Stream::text).toList()));
        client.close();
        await().untilAsserted(() -> assertEquals(0, outlets.open.size()));
    }

    private Http2Client.Stream open(String name) throws Exception {
        Http2Client.Stream stream = client.get("/test/outlets/" + name);
        await().until(() -> outlets.open.containsKey(name) && stream.head != null);
        return stream;
    }

    private static String[] numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "%04d%s".formatted(i, PADDING))
                .toArray(String[]::new);
    }

    private static void write(String name, String... frames) throws Exception {
        on(
                name,
                outlet -> {
                    for (String frame : frames) {
                        outlet.write(Unpooled.copiedBuffer(frame, US_ASCII));
                    }
                    outlet.flush();
                    return null;
                });
    }

    private static <T> T on(String name, Function<Http2Outlet, T> task) throws Exception {
        Http2Outlet outlet = outlets.open.get(name);
        return CompletableFuture.supplyAsync(() -> task.apply(outlet), outlet.loop())
                .get(10, TimeUnit.SECONDS);
    }
}
