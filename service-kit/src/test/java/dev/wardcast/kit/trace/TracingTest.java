package dev.wardcast.kit.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import io.micronaut.core.propagation.PropagatedContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final TraceContext CALLER =
            new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

    private final List<SpanData> ended = new ArrayList<>();
    private final SdkTracerProvider provider =
            SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                    .build();

    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private Tracing tracing(double ratio) {
        return new Tracing(provider.get("test"), ratio);
    }

    @Test
    void the_decision_of_a_caller_is_taken_over_and_else_the_ratio_decides() {
        TraceContext silent = new TraceContext(CALLER.traceId(), CALLER.spanId(), false);
        assertTrue(tracing(0).request(CALLER, "GET").recorded());
        assertFalse(tracing(1).request(silent, "GET").recorded());
        assertFalse(tracing(0).request(null, "GET").recorded());
        assertTrue(tracing(1).request(null, "GET").recorded());
        assertFalse(Tracing.OFF.request(CALLER, "GET").recorded());
        assertFalse(Tracing.OFF.after(CALLER, "step", SpanKind.CONSUMER).recorded());
    }

    @Test
    void a_step_is_part_of_the_request_of_its_thread_and_hands_its_own_context_on() {
        Step request = tracing(0).request(CALLER, "POST");
        try (var scope =
                PropagatedContext.getOrEmpty()
                        .plus(new Tracing.RecordedRequest(request))
                        .propagate()) {
            assertEquals(request.context(), Tracing.currentContext());
            tracing(0).within("step", SpanKind.PRODUCER).end();
        }
        request.end();
        assertNull(Tracing.currentContext());
        assertEquals(List.of("step", "POST"), ended.stream().map(SpanData::getName).toList());
        assertEquals(CALLER.spanId(), ended.getLast().getParentSpanId());
        assertEquals(ended.getLast().getSpanId(), ended.getFirst().getParentSpanId());
        assertEquals(CALLER.traceId(), ended.getFirst().getTraceId());
    }

    @Test
    void of_a_failure_the_type_is_told_and_never_the_words() {
        Step step = tracing(0).after(CALLER, "step", SpanKind.CONSUMER);
        step.end(new IllegalStateException("of patient-1"));
        assertTrue(ended.getFirst().toString().contains("IllegalStateException"));
        assertFalse(ended.getFirst().toString().contains("patient-1"));
    }

    private static Entry entry(String id) {
        Instant now = Instant.now();
        return new Entry(
                id,
                new Sample(
                        "monitor",
                        "m",
                        "p-" + id,
                        VitalType.HEART_RATE,
                        List.of(70.0),
                        now,
                        now,
                        OptionalLong.empty()));
    }

    @Test
    void of_a_batch_only_what_is_recorded_gets_a_step_and_a_mark() {
        Entry plain = entry("1-0");
        Entry other = entry("2-0");
        Entry recorded = new Entry("2-0", other.sample().in(CALLER));
        EntrySteps steps = EntrySteps.begin(tracing(0), "rules", List.of(plain, recorded));
        assertSame(plain, steps.entries().getFirst());
        TraceContext mark = steps.entries().getLast().sample().trace();
        assertNotNull(mark);
        assertEquals(CALLER.traceId(), mark.traceId());
        steps.end(null);
        assertEquals(mark.spanId(), ended.getFirst().getSpanId());
        assertEquals(1, ended.size());

        List<Entry> nothing = List.of(plain);
        assertSame(nothing, EntrySteps.begin(tracing(1), "rules", nothing).entries());
    }

    @Test
    void what_is_not_recorded_allocates_nothing() {
        Tracing on = tracing(0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        look(on, 1_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        look(on, 10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, allocated + " bytes in 10,000 rounds");
        assertEquals(List.of(), ended);
    }

    private static void look(Tracing tracing, int rounds) {
        for (int i = 0; i < rounds; i++) {
            Step step = tracing.within("append", SpanKind.PRODUCER);
            step.end(null);
            assertSame(Step.NONE, step);
            assertSame(Step.NONE, tracing.after(null, "publish", SpanKind.PRODUCER));
            assertSame(Step.NONE, tracing.request(null, "POST"));
        }
    }
}
