package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.PatientDirectory;
import dev.wardcast.vitals.limits.FleetLimits;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which fleet a poster belongs to, and what its posts cost. */
@Singleton
public final class Fleets {

    private final FleetLimits limits;
    private final PatientDirectory patients;

    Fleets(FleetLimits limits, PatientDirectory patients) {
        this.limits = limits;
        this.patients = patients;
    }

    /** Blocks where the patient's hospital is not known yet; for virtual threads. */
    void charge(Poster poster, List<Sample> samples) {
        charge(AccessRefusals.await(of(poster)), samples);
    }

    /**
     * @param fleet as {@link #of} has told it
     */
    void charge(String fleet, List<Sample> samples) {
        Map<String, Integer> byDevice = new HashMap<>(2);
        for (Sample sample : samples) {
            byDevice.merge(sample.deviceType() + ":" + sample.deviceId(), 1, Integer::sum);
        }
        limits.charge(fleet, byDevice);
    }

    /** Counts a post that brings no readings as one. Blocks as the other does. */
    public void charge(Poster poster, String deviceType, String deviceId) {
        limits.charge(AccessRefusals.await(of(poster)), Map.of(deviceType + ":" + deviceId, 1));
    }

    /** Fails while the access projection is away. */
    CompletionStage<String> of(Poster poster) {
        return switch (poster) {
            // A patient is in one hospital at a time; one who is in none is of the fleet at home.
            case Poster.Device device ->
                    patients.hospitalsOf(device.boundTo())
                            .thenApply(in -> "hospital:" + in.stream().findFirst().orElse(""));
            case Poster.Machine machine ->
                    CompletableFuture.completedStage("user:" + machine.userId());
        };
    }
}
