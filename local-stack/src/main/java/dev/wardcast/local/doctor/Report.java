package dev.wardcast.local.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wardcast.local.doctor.Finding.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** All findings of one look, for people or for programs. */
record Report(List<Finding> findings) {

    static Report of(List<Check> checks) {
        return new Report(checks.stream().flatMap(check -> examined(check).stream()).toList());
    }

    private static List<Finding> examined(Check check) {
        try {
            return check.examine();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.failure(check.subject(), "interrupted", "look again"));
        } catch (Exception broken) {
            Throwable cause = broken.getCause() == null ? broken : broken.getCause();
            String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
            return List.of(
                    Finding.failure(
                            check.subject(),
                            said.isBlank() ? cause.getClass().getSimpleName() : said,
                            "see that it runs and can be reached from here"));
        }
    }

    /** 0 where nothing has to be done now, else 1. */
    int exitCode() {
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAILURE) ? 1 : 0;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(
                    "%-8s %-24s %s%n"
                            .formatted(
                                    word(finding.verdict()), finding.subject(), finding.found()));
            if (!finding.advice().isEmpty()) {
                text.append("         → ").append(finding.advice()).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("healthy", exitCode() == 0);
            json.writeArrayFieldStart("findings");
            for (Finding finding : findings) {
                json.writeStartObject();
                json.writeStringField("subject", finding.subject());
                json.writeStringField("verdict", word(finding.verdict()));
                json.writeStringField("found", finding.found());
                if (!finding.advice().isEmpty()) {
                    json.writeStringField("advice", finding.advice());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
