package dev.wardcast.eventlog.waveform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaveformViewTest {

    private static WaveformFrame seen(WaveformView view, WaveformFrame frame) {
        return Objects.requireNonNull(view.of(frame));
    }

    @Test
    void only_the_wanted_leads_are_left() {
        WaveformFrame frame = Frames.of(1, 4, 10);
        WaveformFrame shown = seen(new WaveformView(Set.of(Lead.V5, Lead.II), 1), frame);
        assertEquals(Set.of(Lead.V5), shown.leads());
        assertEquals(frame.traces().get(1), shown.traces().getFirst());
        assertEquals(frame.sequence(), shown.sequence());
    }

    @Test
    void a_frame_without_a_wanted_lead_is_not_shown() {
        assertNull(new WaveformView(Set.of(Lead.ABP), 1).of(Frames.of(1, 4, 10)));
    }

    @Test
    void a_spike_stays_as_high_as_it_was() {
        short[] values = new short[80];
        values[41] = 900;
        values[62] = -700;
        WaveformFrame frame = Frames.of(1, 0, List.of(Frames.trace(Lead.II, values)));
        WaveformFrame shown = seen(new WaveformView(Set.of(), 8), frame);
        short[] left = shown.traces().getFirst().values();
        assertEquals(10, left.length);
        assertEquals(900, left[5]);
        assertEquals(-700, left[7]);
        assertEquals(45_000, shown.rateMilliHertz());
        assertEquals(8, shown.decimation());
    }

    @Test
    void a_missing_value_is_shown_only_where_there_is_no_other() {
        short no = WaveformFrame.NO_VALUE;
        WaveformFrame frame =
                Frames.of(1, 0, List.of(Frames.trace(Lead.II, no, (short) 5, no, no)));
        short[] left = seen(new WaveformView(Set.of(), 2), frame).traces().getFirst().values();
        assertEquals(5, left[0]);
        assertEquals(no, left[1]);
    }

    @Test
    void samples_fall_on_the_same_times_however_the_stream_is_cut_into_frames() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int factor = 1 + random.nextInt(20);
            List<Long> numbers = new ArrayList<>();
            long next = 0;
            while (next < 2_000) {
                int samples = 1 + random.nextInt(90);
                WaveformFrame frame =
                        new WaveformFrame(
                                1,
                                0,
                                next * 10_000,
                                next,
                                100_000,
                                1,
                                samples,
                                List.of(Frames.trace(Lead.I, new short[samples])));
                WaveformFrame shown = new WaveformView(Set.of(), factor).of(frame);
                if (shown != null) {
                    assertEquals(
                            shown.firstSample() * factor * 10_000, shown.startMicros(), "time");
                    for (int i = 0; i < shown.samples(); i++) {
                        numbers.add(shown.firstSample() + i);
                    }
                }
                next += samples;
            }
            for (int i = 0; i < numbers.size(); i++) {
                assertEquals(i, numbers.get(i), "factor " + factor);
            }
        }
    }

    @Test
    void a_factor_out_of_its_range_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new WaveformView(Set.of(), 0));
        assertThrows(IllegalArgumentException.class, () -> new WaveformView(Set.of(), 101));
    }
}
