package dev.wardcast.kit.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Counts what became of spans, because a collector that is away says nothing. */
final class CountedExporter implements SpanExporter {

    private final SpanExporter exporter;
    private final Counter exported;
    private final Counter failed;

    CountedExporter(SpanExporter exporter, MeterRegistry meters) {
        this.exporter = exporter;
        this.exported = counter(meters, "exported");
        this.failed = counter(meters, "failed");
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("wardcast.tracing.spans")
                .description("Spans that were sent to the collector")
                .tag("result", result)
                .register(meters);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> (result.isSuccess() ? exported : failed).increment(count));
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
