package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.testsupport.SseClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/operations.md says of a restore: the database and the vault's keys from copies, Redis
 * from nothing.
 */
class RestoreTest {

    private static final String STREAM = "/api/v1/caregivers/alerts/stream";

    @TempDir Path before;
    @TempDir Path after;

    @Test
    void a_copy_of_the_database_alone_brings_back_all_but_readings() throws Exception {
        int port = Processes.freePort();
        String url = "http://localhost:" + port;
        Told seen = new Told();
        Person caregiver;
        List<String> published;
        try (Processes.Running stack = up(port, before)) {
            stack.awaitReady();
            caregiver = Person.signIn(url, "caregiver1");
            Device device = new Device(url, 1);
            try (SseClient stream = caregiver.follow(STREAM, "")) {
                stream.awaitLastEventId(SOON);
                device.high();
                device.normal();
                stream.awaitEvents(1, SOON);
                seen.add(stream);
            }
            device.high();
            device.normal();
            device.high();
            Person asking = caregiver;
            await().until(() -> Told.inOrder(asking).size() == 3);
            published = Told.inOrder(caregiver);
        }
        copy(before.resolve("postgres"), after.resolve("postgres"));
        copy(before.resolve("vault"), after.resolve("vault"));
        try (Processes.Running stack = up(port, after)) {
            stack.awaitReady();
            assertEquals(3, Told.allAlerts(caregiver).size(), "and the old token still counts");
            assertEquals(published, Told.inOrder(caregiver));
            try (SseClient back = caregiver.follow(STREAM, seen.position)) {
                back.awaitEvents(3, SOON);
                assertEquals("gap", back.events().getFirst().event());
                seen.add(back);
            }
            assertEquals(1, seen.gaps);
            assertEquals(published, seen.alerts);
            Person.signIn(url, "doctor1");
        }
    }

    private static Processes.Running up(int port, Path data) throws IOException {
        return Processes.wardcast(
                "up", "--port", Integer.toString(port), "--data", data.toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
