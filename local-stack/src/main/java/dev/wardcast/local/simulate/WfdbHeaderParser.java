package dev.wardcast.local.simulate;

import dev.wardcast.local.simulate.WfdbHeader.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a header of one segment, line by line; every refusal names its line. */
final class WfdbHeaderParser {

    /** What the specification says where the header says nothing (or 0). */
    private static final double DEFAULT_GAIN = 200;

    private static final double DEFAULT_FREQUENCY = 250;

    private static final Pattern FREQUENCY =
            Pattern.compile("([0-9.eE+-]+)(?:/([0-9.eE+-]+)(?:\\([0-9.eE+-]+\\))?)?");
    private static final Pattern FORMAT =
            Pattern.compile("([0-9]+)(?:x([0-9]+))?(?::([0-9]+))?(?:\\+([0-9]+))?");
    private static final Pattern GAIN =
            Pattern.compile("([0-9.eE+-]+)(?:\\((-?[0-9]+)\\))?(?:/(\\S+))?");
    private static final Pattern TIME =
            Pattern.compile("(?:(?:([0-9]{1,2}):)?([0-9]{1,2}):)?([0-9]{1,2})(\\.[0-9]{1,9})?");
    private static final Pattern DATE = Pattern.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})");

    /** Fields of a signal line before its description, which may have spaces. */
    private static final int FIELDS = 8;

    private static final int MAX_SIGNALS = 1_000;

    private final Path file;
    private int line;

    private WfdbHeaderParser(Path file) {
        this.file = file;
    }

    /**
     * @throws WfdbException for a file that cannot be read, or is not such a header
     */
    static WfdbHeader parse(Path file) {
        List<String> lines;
        try {
            // Every byte is a character, so that a name in an old code page does no harm.
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw WfdbException.in(file, "cannot be read (expected: a WFDB header, NAME.hea)");
        }
        return new WfdbHeaderParser(file).parse(lines);
    }

    private record RecordLine(
            String name,
            int signals,
            double frequency,
            double counterFrequency,
            OptionalLong frames,
            Optional<LocalTime> time,
            Optional<LocalDate> date) {}

    private WfdbHeader parse(List<String> lines) {
        RecordLine head = null;
        List<Signal> signals = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        for (String text : lines) {
            line++;
            String stripped = text.strip();
            if (stripped.startsWith("#")) {
                comments.add(stripped.substring(1).strip());
            } else if (stripped.isEmpty()) {
                continue;
            } else if (head == null) {
                head = recordLine(stripped.split("\\s+"));
            } else if (signals.size() < head.signals()) {
                signals.add(signal(stripped.split("\\s+", FIELDS + 1)));
            } else {
                throw bad("one line more than the " + head.signals() + " signals announced");
            }
        }
        if (head == null) {
            throw WfdbException.in(file, "no record line (expected: NAME SIGNALS FREQUENCY …)");
        }
        if (signals.size() < head.signals()) {
            throw bad(
                    "the file ends after %d signals (expected: %d)"
                            .formatted(signals.size(), head.signals()));
        }
        return new WfdbHeader(
                file,
                head.name(),
                head.frequency(),
                head.counterFrequency(),
                head.frames(),
                head.time(),
                head.date(),
                signals,
                comments);
    }

    private RecordLine recordLine(String[] fields) {
        if (fields.length < 2) {
            throw bad("record line: one field (expected: NAME SIGNALS FREQUENCY …)");
        }
        if (fields[0].contains("/")) {
            throw bad("record name: " + fields[0] + " (expected: a record of one segment)");
        }
        int signals = (int) whole("number of signals", fields[1], 1, MAX_SIGNALS);
        double frequency = DEFAULT_FREQUENCY;
        double counter = DEFAULT_FREQUENCY;
        if (fields.length > 2) {
            Matcher parts = match("sampling frequency", FREQUENCY, fields[2], "125 or 125/250");
            frequency = positive("sampling frequency", parts.group(1));
            counter =
                    parts.group(2) == null
                            ? frequency
                            : positive("counter frequency", parts.group(2));
        }
        long frames =
                fields.length > 3 ? whole("number of samples", fields[3], 0, Integer.MAX_VALUE) : 0;
        return new RecordLine(
                fields[0],
                signals,
                frequency,
                counter,
                frames == 0 ? OptionalLong.empty() : OptionalLong.of(frames),
                fields.length > 4 ? Optional.of(time(fields[4])) : Optional.empty(),
                fields.length > 5 ? Optional.of(date(fields[5])) : Optional.empty());
    }

    private Signal signal(String[] fields) {
        if (fields.length < 2) {
            throw bad("signal line: one field (expected: FILE FORMAT …)");
        }
        if (!Path.of(fields[0]).equals(Path.of(fields[0]).getFileName())) {
            throw bad("file name: " + fields[0] + " (expected: a file beside the header)");
        }
        Matcher format = match("format", FORMAT, fields[1], "for instance 16 or 212+24");
        int code = (int) whole("format", format.group(1), 0, 1_000);
        if (format.group(3) != null && whole("skew", format.group(3), 0, 1_000_000) != 0) {
            throw bad("skew: " + format.group(3) + " (expected: 0)");
        }
        double gain = DEFAULT_GAIN;
        @Nullable String baseline = null;
        String units = "mV";
        if (fields.length > 2) {
            Matcher parts = match("gain", GAIN, fields[2], "for instance 200(0)/mV");
            double given = number("gain", parts.group(1));
            gain = given == 0 ? DEFAULT_GAIN : given;
            baseline = parts.group(2);
            units = parts.group(3) == null ? units : parts.group(3);
        }
        int zero = fields.length > 4 ? sample("ADC zero", fields[4]) : 0;
        return new Signal(
                line,
                file.resolveSibling(fields[0]),
                SignalFormat.ofCode(code)
                        .orElseThrow(() ->
                                bad(
                                        "format: %d (expected: one of %s)"
                                                .formatted(code, SignalFormat.known()))),
                optional("samples per frame", format.group(2), 1, 1),
                optional("byte offset", format.group(4), 0, 0),
                gain,
                baseline == null ? zero : sample("baseline", baseline),
                units,
                fields.length > 5
                        ? OptionalInt.of(sample("initial value", fields[5]))
                        : OptionalInt.empty(),
                fields.length > 6
                        ? OptionalInt.of(sample("checksum", fields[6]))
                        : OptionalInt.empty(),
                fields.length > FIELDS ? fields[FIELDS].strip() : "");
    }

    private int optional(String what, @Nullable String text, int least, int otherwise) {
        return text == null ? otherwise : (int) whole(what, text, least, 1_000_000);
    }

    private int sample(String what, String text) {
        return (int) whole(what, text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private long whole(String what, String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw bad("%s: %s (expected: %d to %d)".formatted(what, text, min, max));
    }

    private double positive(String what, String text) {
        double value = number(what, text);
        if (value <= 0) {
            throw bad(what + ": " + text + " (expected: more than 0)");
        }
        return value;
    }

    private double number(String what, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw bad(what + ": " + text + " (expected: a number)");
    }

    private LocalTime time(String text) {
        Matcher parts = match("base time", TIME, text, "HH:MM:SS");
        try {
            String fraction = parts.group(4) == null ? "" : parts.group(4);
            return LocalTime.parse(
                    "%2s:%2s:%2s%s"
                            .formatted(
                                    parts.group(1) == null ? "00" : parts.group(1),
                                    parts.group(2) == null ? "00" : parts.group(2),
                                    parts.group(3),
                                    fraction)
                            .replace(' ', '0'));
        } catch (DateTimeException e) {
            throw bad("base time: " + text + " (expected: HH:MM:SS)");
        }
    }

    private LocalDate date(String text) {
        Matcher parts = match("base date", DATE, text, "DD/MM/YYYY");
        try {
            return LocalDate.of(
                    Integer.parseInt(parts.group(3)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(1)));
        } catch (DateTimeException e) {
            throw bad("base date: " + text + " (expected: DD/MM/YYYY)");
        }
    }

    private Matcher match(String what, Pattern pattern, String text, String expected) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw bad(what + ": " + text + " (expected: " + expected + ")");
        }
        return matcher;
    }

    private WfdbException bad(String what) {
        return WfdbException.at(file, line, what);
    }
}
