package dev.wardcast.sessions.pipeline;

import static dev.wardcast.sessions.SessionsNode.SESSIONS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.sessions.Recording;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.sessions.SessionsProcess;
import dev.wardcast.sessions.analysis.SoundReport;
import dev.wardcast.sessions.progress.Status;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AccessWorld.Published;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers are processes here, and one of them is killed. */
class KilledWorkerTest {

    /** A recording as long as this one takes a busy machine minutes. */
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Long enough to be killed in. */
    private static final long BYTES = 400_000_000;

    @TempDir Path directory;

    @Test
    void a_worker_killed_in_the_middle_is_taken_over_and_progress_never_goes_back()
            throws Exception {
        try (SessionsNode desk =
                new SessionsNode(
                        directory.resolve("audio"), Map.of("wardcast.sessions.max-audio", BYTES))) {
            String patient = desk.world().patient();
            Person therapist = desk.world().therapistOf(patient);
            String id = desk.session(patient, new Recording(BYTES));
            try (SessionsProcess first = worker(desk)) {
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> progress(desk, therapist, id) >= 5);
                first.kill();
            }
            int reached = progress(desk, therapist, id);
            assertTrue(reached < 100, "killed too late, at " + reached);
            try (SessionsProcess second = worker(desk)) {
                await().atMost(LONG).until(() -> progress(desk, therapist, id) == 100);
            }
            assertEquals(undisturbed(desk), result(desk, therapist, id));
            long claims = desk.audit().about(id).stream().filter("SESSION_CLAIMED"::equals).count();
            // More than two only where a machine stands still for as long as a lease.
            assertTrue(claims >= 2, "" + claims);
            await().until(() ->
                    desk.world()
                            .published("session:" + id)
                            .getLast()
                            .type()
                            .equals("session.complete"));
            List<Integer> told =
                    desk.world().published("session:" + id).stream()
                            .map(KilledWorkerTest::progress)
                            .toList();
            assertEquals(told.stream().sorted().distinct().toList(), told);
        }
    }

    private SessionsProcess worker(SessionsNode desk) throws Exception {
        return new SessionsProcess(
                directory,
                desk.databaseUrl(),
                desk.world(),
                "-Dwardcast.sessions.pipeline.lease=5s");
    }

    private static Object result(SessionsNode desk, Person who, String id) {
        Answer answer = desk.service().get(who, SESSIONS + "/" + id + "/result");
        assertEquals(200, answer.status());
        return answer.body().getValue();
    }

    /** What one finds out who is not killed. */
    private static Object undisturbed(SessionsNode desk) throws IOException {
        SoundReport found = new Recognition(new UntoldSteps()).process(new Recording(BYTES), BYTES);
        byte[] json = desk.service().bean(JsonMapper.class).writeValueAsBytes(found);
        return desk.service().json(json).getValue();
    }

    private static final class UntoldSteps implements Recognition.Steps {
        @Override
        public void passing(Status status, int progress, String message) {}

        @Override
        public void reached(Status status, int progress, String message) {}
    }

    private static int progress(SessionsNode desk, Person who, String id) {
        Answer answer = desk.service().get(who, SESSIONS + "/" + id);
        return Integer.parseInt(answer.text("progress"));
    }

    private static int progress(Published event) {
        return Integer.parseInt(event.data().replaceAll(".*\"progress\":(\\d+).*", "$1"));
    }
}
