package dev.wardcast.local.simulate;

import dev.wardcast.local.simulate.WfdbHeader.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A recording in memory, proven against the checksums and initial values of its header. */
final class WfdbRecord {

    private static final long MAX_BYTES = 512L << 20;

    private final WfdbHeader header;
    private final int[][] samples;
    private final int frames;

    private WfdbRecord(WfdbHeader header, int[][] samples, int frames) {
        this.header = header;
        this.samples = samples;
        this.frames = frames;
    }

    /**
     * Reads a header and the signal files beside it.
     *
     * @param headerFile {@code NAME.hea}
     * @throws WfdbException that says what is wrong, and where
     */
    static WfdbRecord read(Path headerFile) {
        WfdbHeader header = WfdbHeaderParser.parse(headerFile);
        int[][] samples = new int[header.signals().size()][];
        int frames = -1;
        for (int first = 0; first < samples.length; ) {
            int end = endOfGroup(header.signals(), first);
            List<Signal> group = header.signals().subList(first, end);
            int[][] read = readGroup(header, group);
            System.arraycopy(read, 0, samples, first, read.length);
            int length = read[0].length / group.getFirst().samplesPerFrame();
            if (frames >= 0 && length != frames) {
                throw WfdbException.in(
                        group.getFirst().file(),
                        length + " samples (expected: " + frames + ", as in the files before)");
            }
            frames = length;
            first = end;
        }
        WfdbRecord record = new WfdbRecord(header, samples, frames);
        IntStream.range(0, samples.length).forEach(record::verify);
        return record;
    }

    /** Signals in a row that name one file are interleaved in it. */
    private static int endOfGroup(List<Signal> signals, int first) {
        Signal head = signals.get(first);
        int end = first + 1;
        while (end < signals.size() && signals.get(end).file().equals(head.file())) {
            Signal next = signals.get(end);
            if (next.format() != head.format() || next.byteOffset() != head.byteOffset()) {
                throw WfdbException.in(
                        next.file(),
                        "signals of one file differ in format or offset (expected: the same)");
            }
            end++;
        }
        return end;
    }

    private static int[][] readGroup(WfdbHeader header, List<Signal> group) {
        Signal head = group.getFirst();
        byte[] data = bytes(head.file());
        int perFrame = group.stream().mapToInt(Signal::samplesPerFrame).sum();
        long there = Math.max(0, data.length - head.byteOffset());
        long frames = header.frames().orElseGet(() -> framesIn(there, head.format(), perFrame));
        long needed = head.format().bytes(frames * perFrame);
        if (there < needed) {
            throw WfdbException.in(
                    head.file(),
                    "%d bytes of samples (expected: %d, for %d × %d samples in format %d)"
                            .formatted(there, needed, frames, perFrame, head.format().code()));
        }
        int[][] samples = new int[group.size()][];
        for (int i = 0, place = 0; i < group.size(); i++) {
            int each = group.get(i).samplesPerFrame();
            samples[i] = new int[(int) frames * each];
            for (int n = 0; n < samples[i].length; n++) {
                int index = n / each * perFrame + place + n % each;
                samples[i][n] = head.format().sample(data, head.byteOffset(), index);
            }
            place += each;
        }
        return samples;
    }

    private static long framesIn(long bytes, SignalFormat format, int perFrame) {
        long frames = 0;
        // Formats differ in how many bytes a sample takes on average; two is the most.
        for (long guess = bytes / perFrame; guess > 0; guess--) {
            if (format.bytes(guess * perFrame) <= bytes) {
                frames = guess;
                break;
            }
        }
        return frames;
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw WfdbException.in(
                        file, "too large (expected: at most " + (MAX_BYTES >> 20) + " MiB)");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw WfdbException.in(file, "cannot be read (expected: the signal file)");
        }
    }

    private void verify(int signal) {
        Signal spec = header.signals().get(signal);
        int[] values = samples[signal];
        if (values.length > 0
                && spec.initialValue().isPresent()
                && spec.initialValue().getAsInt() != values[0]) {
            throw WfdbException.at(
                    header.file(),
                    spec.line(),
                    "%s: the first sample is %d (expected: initial value %d)"
                            .formatted(spec.name(), values[0], spec.initialValue().getAsInt()));
        }
        int sum = 0;
        for (int value : values) {
            sum += value;
        }
        if (spec.checksum().isPresent() && (short) spec.checksum().getAsInt() != (short) sum) {
            throw WfdbException.at(
                    header.file(),
                    spec.line(),
                    "%s: the samples sum up to %d (expected: checksum %d)"
                            .formatted(spec.name(), (short) sum, spec.checksum().getAsInt()));
        }
    }

    WfdbHeader header() {
        return header;
    }

    /** How many frames: samples of a signal that has one sample a frame. */
    int frames() {
        return frames;
    }

    /** Time from one frame to the next. */
    Duration period() {
        return Duration.ofNanos(Math.round(1e9 / header.frequency()));
    }

    /** The first signal of that name, in any case of letters. */
    OptionalInt signal(String name) {
        return IntStream.range(0, samples.length)
                .filter(i -> header.signals().get(i).name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** As the converter gave it. */
    int raw(int signal, int frame) {
        return samples[signal][frame * header.signals().get(signal).samplesPerFrame()];
    }

    /** In the signal's units (the first sample of the frame); empty where nothing was measured. */
    OptionalDouble value(int signal, int frame) {
        Signal spec = header.signals().get(signal);
        int raw = raw(signal, frame);
        return raw == spec.format().missing()
                ? OptionalDouble.empty()
                : OptionalDouble.of(spec.physical(raw));
    }

    /** What the signals are called, for messages. */
    String signalNames() {
        return header.signals().stream().map(Signal::name).collect(Collectors.joining(", "));
    }
}
