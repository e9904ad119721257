package dev.wardcast.eventlog.waveform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveformCodecTest {

    private static final long SEED = 20_251_229;

    private static String refusal(byte[] bytes) {
        return assertThrows(WaveformException.class, () -> WaveformCodec.decode(bytes))
                .getMessage();
    }

    @Test
    void whatever_was_written_is_read_back_bit_by_bit() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            WaveformFrame frame = Frames.random(random);
            byte[] bytes = WaveformCodec.encode(frame);
            WaveformFrame read = WaveformCodec.decode(bytes);
            assertArrayEquals(bytes, WaveformCodec.encode(read));
            assertEquals(frame.leads(), read.leads());
            for (int lead = 0; lead < frame.traces().size(); lead++) {
                assertArrayEquals(
                        frame.traces().get(lead).values(), read.traces().get(lead).values());
            }
        }
    }

    @Test
    void the_layout_is_the_documented_one() {
        WaveformFrame frame =
                new WaveformFrame(
                        0x1122334455667788L,
                        2,
                        1_000_000,
                        6,
                        360_000,
                        1,
                        3,
                        List.of(Frames.trace(Lead.MLII, (short) 1, (short) -2, (short) 995)));
        assertEquals(
                "01010300407e0500887766554433221102000000000000004042"
                        + "0f0000000000060000000000000001000000"
                        + "c80100040ad7a33b"
                        + "0100feffe303",
                HexFormat.of().formatHex(WaveformCodec.encode(frame)));
    }

    @Test
    void a_frame_that_was_cut_off_anywhere_is_refused() {
        byte[] whole = WaveformCodec.encode(Frames.of(1, 1, 10));
        for (int length = 0; length < whole.length; length++) {
            String message = refusal(Arrays.copyOf(whole, length));
            assertTrue(message.startsWith("length: " + length + " bytes"), message);
        }
    }

    @Test
    void a_frame_with_something_behind_it_is_refused() {
        byte[] whole = WaveformCodec.encode(Frames.of(1, 1, 10));
        assertEquals(
                "length: 101 bytes (expected: 100, for 2 leads of 10 samples)",
                refusal(Arrays.copyOf(whole, whole.length + 1)));
        assertEquals(
                "length: 16385 bytes (expected: 44 to 16384)",
                refusal(Arrays.copyOf(whole, 16385)));
    }

    @Test
    void rubbish_is_refused_and_never_anything_worse() {
        Random random = new Random(SEED);
        byte[] whole = WaveformCodec.encode(Frames.of(1, 1, 100));
        for (int i = 0; i < 20_000; i++) {
            byte[] rubbish = new byte[random.nextInt(600)];
            random.nextBytes(rubbish);
            refusal(rubbish);
            byte[] damaged = whole.clone();
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                damaged[random.nextInt(60)] = (byte) random.nextInt();
            }
            try {
                assertArrayEquals(damaged, WaveformCodec.encode(WaveformCodec.decode(damaged)));
            } catch (WaveformException refused) {
                assertTrue(refused.getMessage().contains("(expected: "), refused.getMessage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|2|version: 2 (expected: 1)",
                "7|1|rate: 17137216 (expected: 1 to 1000000)",
                "23|-1|sequence: -72057594037927935 (expected: 0 to 9007199254740991)",
                "31|-1|start: -",
                "39|-1|first_sample: -72057594037927926 (expected: 0 to 9007199254740991)",
                "40|0|decimation: 0 (expected: 1 to 100)",
                "42|1|reserved: 1 (expected: 0)",
                "44|0|lead: 0 (expected: a code of docs/waveforms.md)",
                "44|7|lead: V5 twice (expected: each once)",
                "45|9|unit: 9 (expected: 0 to 3)",
                "51|-1|scale: NaN (expected: more than 0)",
            })
    void what_is_wrong_is_named_with_what_is_expected(int place, byte value, String expected) {
        byte[] bytes = WaveformCodec.encode(Frames.of(1, 1, 10));
        bytes[place] = value;
        String message = refusal(bytes);
        assertTrue(message.startsWith(expected), message);
    }
}
