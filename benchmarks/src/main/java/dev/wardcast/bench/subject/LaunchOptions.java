package dev.wardcast.bench.subject;

import java.util.List;
import java.util.stream.Stream;

/** JVM options of services: the launcher's own, which it hands over. */
public final class LaunchOptions {

    /** The few without which nothing runs. */
    private static final String LEAST =
            "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";

    private LaunchOptions() {}

    static List<String> ofGateway() {
        return of("wardcast.jvm-options");
    }

    /** Of every other service. */
    public static List<String> ofService() {
        return of("wardcast.service-options");
    }

    private static List<String> of(String property) {
        return Stream.of(System.getProperty(property, LEAST).split(" "))
                .filter(option -> !option.isBlank())
                .toList();
    }
}
