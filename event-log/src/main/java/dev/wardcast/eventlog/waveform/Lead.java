package dev.wardcast.eventlog.waveform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one trace of a waveform shows. The codes of the twelve leads of an ECG are those of SCP-ECG
 * (EN 1064); those from 200 on are our own.
 */
public enum Lead {
    I(1),
    II(2),
    V1(3),
    V2(4),
    V3(5),
    V4(6),
    V5(7),
    V6(8),
    III(61),
    AVR(62),
    AVL(63),
    AVF(64),
    /** Lead II with its electrodes on the chest, as in ambulatory recordings. */
    MLII(200),
    /** One lead of a monitor that does not say which: any V. */
    V(201),
    /** Plethysmogram of a pulse oximeter. */
    PLETH(210),
    RESP(211),
    /** Arterial blood pressure. */
    ABP(212);

    private static final Map<Integer, Lead> BY_CODE =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(Lead::code, Function.identity()));

    private final int code;

    Lead(int code) {
        this.code = code;
    }

    /** In a frame: 1 to 255. */
    public int code() {
        return code;
    }

    static Optional<Lead> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** By its name, in whatever case: {@code aVR} is {@code AVR}. */
    public static Optional<Lead> ofName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(lead -> lead.name().equals(upper)).findFirst();
    }
}
