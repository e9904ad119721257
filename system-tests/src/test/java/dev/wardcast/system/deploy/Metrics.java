package dev.wardcast.system.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of metrics: those that are documented, those that a page has, those that an expression asks
 * for.
 */
final class Metrics {

    private static final Pattern ROW = Pattern.compile("^\\| `(wardcast_[a-z_]+)` \\| (\\w+) \\|");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\w+)");
    private static final Pattern LITERAL = Pattern.compile("\"(wardcast[._][a-z_.-]+)\"");
    private static final Pattern WORD =
            Pattern.compile("\\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\\b|\\bup\\b");

    /** Words of PromQL and names of labels, which look like names of metrics. */
    private static final Set<String> NO_METRICS = Set.of("histogram_quantile", "clamp_min");

    private Metrics() {}

    /** Name and kind, as {@code wardcast_gateway_live gauge}. */
    static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(Deployment.root().resolve("docs/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                names.add(row.group(1) + " " + row.group(2));
            }
        }
        return names;
    }

    /** The same of our metrics on a page of {@code /metrics}. */
    static Set<String> exposed(String page) {
        Set<String> names = new TreeSet<>();
        page.lines()
                .forEach(line -> {
                    Matcher type = TYPE.matcher(line);
                    if (type.find()
                            && type.group(1).startsWith("wardcast_")
                            && !type.group(1).endsWith("_max")) {
                        names.add(
                                type.group(1)
                                        + " "
                                        + type.group(2).replace("summary", "histogram"));
                    }
                });
        return names;
    }

    /** All names of a page, ours and the runtime's, as an expression may ask for them. */
    static Set<String> askable(String page) {
        Set<String> names = new TreeSet<>();
        page.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> names.add(line.replaceFirst("[{ ].*", "")));
        return names;
    }

    /**
     * Names that the services' code registers, with underscores and without what Prometheus adds.
     */
    static Set<String> inTheCode() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String service : Deployment.SERVICES.keySet()) {
            collect(Deployment.root().resolve(service).resolve("src/main/java"), names);
        }
        collect(Deployment.root().resolve("service-kit/src/main/java"), names);
        return names;
    }

    private static void collect(Path sources, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher literal = LITERAL.matcher(Files.readString(file));
                while (literal.find()) {
                    names.add(base(literal.group(1).replaceAll("[.-]", "_")));
                }
            }
        }
    }

    static String base(String name) {
        return name.replaceFirst("(_seconds|_bytes)?(_total|_bucket|_count|_sum)?$", "");
    }

    /** What an expression of PromQL asks for. */
    static Set<String> askedFor(String expression) {
        Set<String> names = new TreeSet<>();
        Matcher word =
                WORD.matcher(
                        expression
                                .replaceAll("\"[^\"]*\"", "")
                                .replaceAll("\\b(by|without) \\([^)]*\\)", "")
                                .replaceAll("\\{[^}]*}", ""));
        while (word.find()) {
            if (!NO_METRICS.contains(word.group())) {
                names.add(word.group());
            }
        }
        return names;
    }
}
