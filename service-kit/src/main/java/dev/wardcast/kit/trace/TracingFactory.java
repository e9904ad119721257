package dev.wardcast.kit.trace;

import dev.wardcast.kit.tls.InnerTls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.ApplicationConfiguration;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** What records steps, if anything does. */
@Factory
final class TracingFactory {

    /** More that wait for a collector are dropped: nothing waits for it. */
    private static final int MOST_WAITING = 2_048;

    private static final int TOGETHER = 512;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Singleton
    @Requires(property = "wardcast.tracing.enabled", value = "true")
    @Bean(preDestroy = "close")
    SdkTracerProvider provider(
            TracingSettings settings,
            ApplicationConfiguration application,
            InnerTls tls,
            MeterRegistry meters) {
        return SdkTracerProvider.builder()
                // Decided before a span is begun, so that the others cost nothing.
                .setSampler(Sampler.alwaysOn())
                .setResource(Resource.getDefault().merge(Resource.create(resource(application))))
                .addSpanProcessor(
                        BatchSpanProcessor.builder(
                                        new CountedExporter(exporter(settings, tls), meters))
                                .setMaxQueueSize(MOST_WAITING)
                                .setMaxExportBatchSize(TOGETHER)
                                .setScheduleDelay(EVERY)
                                .build())
                .build();
    }

    private static Attributes resource(ApplicationConfiguration application) {
        return Attributes.of(
                AttributeKey.stringKey("service.name"), application.getName().orElse("wardcast"),
                AttributeKey.stringKey("service.namespace"), "wardcast",
                AttributeKey.stringKey("service.instance.id"), UUID.randomUUID().toString());
    }

    private static OtlpHttpSpanExporter exporter(TracingSettings settings, InnerTls tls) {
        URI endpoint = endpoint(settings.endpoint());
        var exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .setConnectTimeout(PATIENCE)
                        .setTimeout(PATIENCE);
        if (endpoint.getScheme().equals("https")) {
            exporter.setSslContext(tls.context(), tls.trust());
        }
        return exporter.build();
    }

    private static URI endpoint(String configured) {
        if (!configured.matches("https?://.+")) {
            throw new IllegalStateException(
                    "wardcast.tracing.endpoint: "
                            + configured
                            + " (expected: http://host:4318/v1/traces)");
        }
        return URI.create(configured);
    }

    @Singleton
    @Requires(property = "wardcast.tracing.enabled", value = "true")
    Tracing tracing(SdkTracerProvider provider, TracingSettings settings) {
        return new Tracing(provider.get("dev.wardcast"), settings.ratio());
    }

    @Singleton
    @Requires(property = "wardcast.tracing.enabled", notEquals = "true")
    Tracing noTracing() {
        return Tracing.OFF;
    }
}
