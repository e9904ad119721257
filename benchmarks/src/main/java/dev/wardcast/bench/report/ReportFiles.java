package dev.wardcast.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A benchmark's report: text, a plot, and every single measurement to count for oneself. */
public record ReportFiles(String name, String markdown, String svg, List<Measured> results) {

    /** Where reports of this benchmark lie in the checkout that the launcher belongs to. */
    public static Path home(String directory) {
        return Path.of(System.getProperty("wardcast.home", "."), "docs", "benchmarks", directory);
    }

    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name + ".md"), markdown);
        Files.writeString(directory.resolve(name + ".svg"), svg);
        Files.writeString(directory.resolve(name + ".json"), json());
    }

    private String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (Measured result : results) {
                json.writeStartObject();
                json.writeStringField("question", result.question());
                json.writeStringField("subject", result.subject());
                json.writeStringField("load", result.load());
                json.writeNumberField("round", result.round());
                for (Map.Entry<String, Double> figure : result.figures().entrySet()) {
                    json.writeNumberField(figure.getKey(), figure.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text + "\n";
    }
}
