package dev.wardcast.sessions.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressionTest {

    private static Report report(String status, int progress) {
        return Report.checked(status, progress, "at " + progress, null);
    }

    private static Progression after(Status status, int progress, Report report) {
        return Progression.of(status, progress, report);
    }

    @Test
    void higher_progress_is_news_and_equal_or_lower_is_not() {
        assertEquals(
                new Progression.To(Status.ANALYSING, 41, "at 41", null),
                after(Status.DECODING, 40, report("analysing", 41)));
        for (int late : new int[] {0, 39, 40}) {
            assertEquals(
                    new Progression.Unchanged(),
                    after(Status.DECODING, 40, report("analysing", late)));
        }
    }

    @Test
    void processed_is_the_whole_whatever_the_worker_had_said() {
        for (int said : new int[] {0, 90, 100}) {
            assertEquals(
                    new Progression.To(Status.PROCESSED, 100, "at " + said, null),
                    after(Status.TRANSCRIBING, 100, report("processed", said)));
        }
    }

    @Test
    void failed_tells_why_and_stays_where_it_was() {
        Report report = Report.checked("failed", 0, "Processing failed", "no samples");
        assertEquals(
                new Progression.To(Status.FAILED, 60, "Processing failed", "no samples"),
                after(Status.SEGMENTING, 60, report));
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void after_an_end_nothing_follows(Status next) {
        Report report = report(next.wireName(), 100);
        assertEquals(new Progression.Ended(), after(Status.PROCESSED, 100, report));
        assertEquals(new Progression.Ended(), after(Status.FAILED, 20, report));
    }

    private static String refusal(String status, Integer progress, String message, String error) {
        ProblemException refusal =
                assertThrows(
                        ProblemException.class,
                        () -> Report.checked(status, progress, message, error));
        assertEquals(422, refusal.status().getCode());
        return refusal.getMessage();
    }

    @Test
    void every_wrong_field_of_a_report_is_named_at_once() {
        String refusal = refusal("done", 101, " ", "an error");
        for (String field : new String[] {"status", "progress", "message"}) {
            assertTrue(refusal.contains(field + ": "), refusal);
        }
        assertTrue(refusal.contains("transcribing, processed, failed"), refusal);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101, Integer.MAX_VALUE})
    void progress_is_a_percentage(int progress) {
        assertTrue(refusal("decoding", progress, "x", null).startsWith("progress: "));
    }

    @Test
    void texts_are_short_and_plain() {
        assertTrue(refusal("decoding", 1, "x".repeat(501), null).startsWith("message: "));
        assertTrue(refusal("decoding", 1, "a\nb", null).startsWith("message: character U+000A"));
        assertTrue(refusal("failed", 1, "x", "x".repeat(2001)).startsWith("error: "));
        assertTrue(refusal("decoding", 1, "x", "why?").startsWith("error: "));
    }
}
