package dev.wardcast.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** Meters of {@code wardcast.gateway}, each in one line. */
record Meters(MeterRegistry registry) {

    private static final String PREFIX = "wardcast.gateway.";

    <T> void count(T source, String name, String help, ToDoubleFunction<T> value) {
        count(source, name, help, Tags.empty(), value);
    }

    <T> void count(T source, String name, String help, Tags tags, ToDoubleFunction<T> value) {
        FunctionCounter.builder(PREFIX + name, source, value)
                .description(help)
                .tags(tags)
                .register(registry);
    }

    <T> void gauge(T source, String name, String help, ToDoubleFunction<T> value) {
        gauge(source, name, help, Tags.empty(), value);
    }

    <T> void gauge(T source, String name, String help, Tags tags, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, source, value).description(help).tags(tags).register(registry);
    }

    <T> void seconds(T source, String name, String help, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, source, value)
                .description(help)
                .baseUnit("seconds")
                .register(registry);
    }
}
