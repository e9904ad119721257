package dev.wardcast.vitals.fleet;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.VitalsSettings;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of a status post, as it came. */
@Serdeable(naming = SnakeCaseStrategy.class)
record StatusRequest(
        @Nullable String deviceType,
        @Nullable String deviceId,
        @Nullable String patientId,
        @Nullable String status,
        @Nullable Double batteryPercent,
        @Nullable List<String> leadOff,
        @Nullable String timestamp) {

    private static final int MOST_LEADS = 32;
    private static final Pattern LEAD = Pattern.compile("[A-Za-z0-9+_-]{1,16}");
    private static final String ID_RULE = "1 to 64 of A-Z a-z 0-9 . _ -";

    /**
     * @throws ProblemException 422 naming each field that is wrong
     */
    StatusReport judge(Instant receivedAt, VitalsSettings settings) {
        List<FieldError> errors = new ArrayList<>(0);
        DeviceName name =
                new DeviceName(
                        id("device_type", deviceType, errors), id("device_id", deviceId, errors));
        String patient = id("patient_id", patientId, errors);
        DeviceStatus wanted =
                DeviceStatus.ofWireName(status == null ? "" : status)
                        .filter(known -> known != DeviceStatus.UNKNOWN)
                        .orElse(DeviceStatus.UNKNOWN);
        if (wanted == DeviceStatus.UNKNOWN) {
            errors.add(wrong("status", status, "one of " + DeviceStatus.REPORTABLE));
        }
        Integer percent = percent(errors);
        List<String> leads = leads(errors);
        Instant takenAt = takenAt(receivedAt, settings, errors);
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new StatusReport(name, patient, wanted, percent, leads, takenAt);
    }

    private static String id(String field, @Nullable String text, List<FieldError> errors) {
        if (text == null || !Room.ID.matcher(text).matches()) {
            errors.add(wrong(field, text, ID_RULE));
            return "";
        }
        return text;
    }

    private @Nullable Integer percent(List<FieldError> errors) {
        if (batteryPercent == null) {
            return null;
        }
        if (!(batteryPercent >= 0 && batteryPercent <= 100)) {
            errors.add(wrong("battery_percent", batteryPercent.toString(), "0 to 100"));
            return null;
        }
        return (int) Math.floor(batteryPercent);
    }

    private @Nullable List<String> leads(List<FieldError> errors) {
        if (leadOff == null) {
            return null;
        }
        if (leadOff.size() > MOST_LEADS
                || leadOff.stream()
                        .anyMatch(lead -> lead == null || !LEAD.matcher(lead).matches())) {
            errors.add(
                    new FieldError(
                            "lead_off",
                            "(expected: at most "
                                    + MOST_LEADS
                                    + " names, each 1 to 16 of A-Z a-z 0-9 + _ -)"));
            return null;
        }
        return leadOff.stream().sorted().distinct().toList();
    }

    private Instant takenAt(Instant receivedAt, VitalsSettings settings, List<FieldError> errors) {
        if (timestamp == null) {
            return receivedAt;
        }
        try {
            Instant taken = Instant.parse(timestamp).truncatedTo(ChronoUnit.MICROS);
            if (taken.isAfter(receivedAt.plus(settings.maxAhead()))
                    || taken.isBefore(receivedAt.minus(settings.maxAge()))) {
                errors.add(
                        wrong(
                                "timestamp",
                                taken.toString(),
                                "at most "
                                        + settings.maxAhead().toSeconds()
                                        + " s ahead and "
                                        + settings.maxAge().toDays()
                                        + " days old"));
            }
            return taken.isAfter(receivedAt) ? receivedAt : taken;
        } catch (DateTimeException | ArithmeticException e) {
            errors.add(wrong("timestamp", timestamp, "RFC 3339, such as 2025-12-29T23:30:00Z"));
            return receivedAt;
        }
    }

    private static FieldError wrong(String field, @Nullable String sent, String expected) {
        String shown = "missing";
        if (sent != null) {
            String start = sent.length() <= 80 ? sent : sent.substring(0, 80) + "…";
            shown = start.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\u2028\u2029]+", " ").strip();
        }
        return new FieldError(field, shown + " (expected: " + expected + ")");
    }
}
