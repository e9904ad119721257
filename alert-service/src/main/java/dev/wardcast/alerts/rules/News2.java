package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The bands of the National Early Warning Score 2. Source: Royal College of Physicians, National
 * Early Warning Score (NEWS) 2: Standardising the assessment of acute-illness severity in the NHS,
 * London: RCP, 2017. Not for people under 16 and not in pregnancy.
 *
 * <p>Values are rounded before they are banded, halves up: temperature to 0.1 °C, the rest to whole
 * numbers.
 */
public final class News2 {

    /** A total from which an urgent review is asked for. */
    static final int URGENT = 5;

    /** A total from which it is an emergency. */
    static final int EMERGENCY = 7;

    /** A single parameter of this much informs the medical team whatever the total. */
    static final int RED = 3;

    /** The vital signs that score; of a pressure the systolic. */
    static final Set<VitalType> INPUTS =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            VitalType.RESPIRATORY_RATE,
                            VitalType.SPO2,
                            VitalType.BLOOD_PRESSURE,
                            VitalType.HEART_RATE,
                            VitalType.TEMPERATURE));

    private News2() {}

    public enum Consciousness {
        ALERT,
        CONFUSION,
        VOICE,
        PAIN,
        UNRESPONSIVE
    }

    /**
     * What is known of a patient besides the readings.
     *
     * @param scale2 SpO2 scale 2, only where it is prescribed (hypercapnic failure, target 88–92 %)
     */
    public record Setting(boolean onOxygen, boolean scale2, Consciousness consciousness) {
        public static final Setting USUAL = new Setting(false, false, Consciousness.ALERT);

        public int oxygenPoints() {
            return onOxygen ? 2 : 0;
        }

        public int consciousnessPoints() {
            return consciousness == Consciousness.ALERT ? 0 : RED;
        }
    }

    /**
     * Points of one parameter.
     *
     * @throws IllegalArgumentException for a vital sign that does not score
     */
    static int points(VitalType vital, double value, Setting setting) {
        return switch (vital) {
            case RESPIRATORY_RATE -> respiration(whole(value));
            case SPO2 -> setting.scale2() ? scale2(whole(value), setting) : scale1(whole(value));
            case BLOOD_PRESSURE -> systolic(whole(value));
            case HEART_RATE -> pulse(whole(value));
            case TEMPERATURE -> temperature(tenths(value));
            case GLUCOSE, WEIGHT -> throw new IllegalArgumentException(vital + " does not score");
        };
    }

    private static int respiration(int perMinute) {
        if (perMinute <= 8 || perMinute >= 25) {
            return RED;
        }
        if (perMinute <= 11) {
            return 1;
        }
        return perMinute <= 20 ? 0 : 2;
    }

    private static int scale1(int percent) {
        if (percent <= 91) {
            return RED;
        }
        if (percent <= 93) {
            return 2;
        }
        return percent <= 95 ? 1 : 0;
    }

    /** Too much oxygen counts as well, but only of a patient who is given some. */
    private static int scale2(int percent, Setting setting) {
        if (percent <= 83) {
            return RED;
        }
        if (percent <= 85) {
            return 2;
        }
        if (percent <= 87) {
            return 1;
        }
        if (percent <= 92 || !setting.onOxygen()) {
            return 0;
        }
        if (percent <= 94) {
            return 1;
        }
        return percent <= 96 ? 2 : RED;
    }

    private static int systolic(int mmHg) {
        if (mmHg <= 90 || mmHg >= 220) {
            return RED;
        }
        if (mmHg <= 100) {
            return 2;
        }
        return mmHg <= 110 ? 1 : 0;
    }

    private static int pulse(int bpm) {
        if (bpm <= 40 || bpm >= 131) {
            return RED;
        }
        if (bpm <= 50) {
            return 1;
        }
        if (bpm <= 90) {
            return 0;
        }
        return bpm <= 110 ? 1 : 2;
    }

    private static int temperature(int tenths) {
        if (tenths <= 350) {
            return RED;
        }
        if (tenths <= 360) {
            return 1;
        }
        if (tenths <= 380) {
            return 0;
        }
        return tenths <= 390 ? 1 : 2;
    }

    private static int whole(double value) {
        return BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_UP).intValueExact();
    }

    private static int tenths(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .movePointRight(1)
                .intValueExact();
    }
}
