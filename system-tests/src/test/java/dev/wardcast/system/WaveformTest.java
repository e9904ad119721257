package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.eventlog.waveform.WaveformException;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.testsupport.WebSocketClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ECG, half an hour of two leads, from a device to viewers on two gateways. */
class WaveformTest {

    private static final String WATCH = "/realtime/ws/patient/patient-2/waveform";
    private static final String SPEED = "40";

    /** Record 100 of the MIT-BIH Arrhythmia Database: samples of each of its two leads. */
    private static final int SAMPLES = 650_000;

    @TempDir Path data;

    /** What the header says of a signal: its first value and the 16-bit sum of all. */
    private record Proof(int initial, int checksum) {
        static Proof of(String line) {
            String[] field = line.split(" ");
            return new Proof(Integer.parseInt(field[5]), Integer.parseInt(field[6]));
        }
    }

    @Test
    void record_100_arrives_bit_by_bit_on_every_gateway() throws Exception {
        Path header = sharedRecord("100.hea").orElse(null);
        Assumptions.assumeTrue(header != null, "the recording is not beside this checkout");
        int port = Processes.freePort();
        try (Stack stack = Stack.start(data);
                Processes.Running second = Processes.gateway(data, port).awaitReady()) {
            String token = Person.signIn(stack.url(), "admin").token();
            try (WebSocketClient here = watch(stack.url(), token);
                    WebSocketClient there = watch("http://localhost:" + port, token)) {
                here.await("connected");
                there.await("connected");
                try (Processes.Running device =
                        Processes.wardcast(
                                "simulate",
                                "--url",
                                stack.url(),
                                "--patient",
                                "patient-2",
                                "--record",
                                header.toString(),
                                "--speed",
                                SPEED)) {
                    assertEquals(0, device.awaitExit(Duration.ofMinutes(5)), device.output());
                    assertTrue(device.output().contains("failed 0"), device.output());
                }
                int frames = (SAMPLES + 71) / 72;
                List<byte[]> seen = here.awaitFrames(frames);
                List<Proof> proofs =
                        Files.readAllLines(header).stream()
                                .filter(line -> line.startsWith("100.dat"))
                                .map(Proof::of)
                                .toList();
                assertEquals(proofs, proofsOf(seen));
                List<byte[]> elsewhere = there.awaitFrames(frames);
                for (int i = 0; i < frames; i++) {
                    assertArrayEquals(seen.get(i), elsewhere.get(i));
                }
            }
        }
    }

    private static WebSocketClient watch(String url, String token) {
        return new WebSocketClient(URI.create(url).getPort(), WATCH, token);
    }

    private static List<Proof> proofsOf(List<byte[]> seen) throws WaveformException {
        int[] initial = new int[2];
        int[] sum = new int[2];
        long sequence = -1;
        long samples = 0;
        for (byte[] bytes : seen) {
            WaveformFrame frame = WaveformCodec.decode(bytes);
            assertEquals(++sequence, frame.sequence(), "a hole");
            assertEquals(samples, frame.firstSample());
            for (int lead = 0; lead < 2; lead++) {
                short[] values = frame.traces().get(lead).values();
                if (samples == 0) {
                    initial[lead] = values[0];
                }
                for (short value : values) {
                    sum[lead] += value;
                }
            }
            samples += frame.samples();
        }
        assertEquals(SAMPLES, samples);
        List<Proof> proofs = new ArrayList<>();
        for (int lead = 0; lead < 2; lead++) {
            proofs.add(new Proof(initial[lead], (short) sum[lead]));
        }
        return proofs;
    }

    private static Optional<Path> sharedRecord(String name) {
        for (Path dir = Processes.root(); dir != null; dir = dir.getParent()) {
            Path record = dir.resolve("shared/data/wfdb").resolve(name);
            if (Files.exists(record)) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }
}
