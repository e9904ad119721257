package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.kit.access.PatientDirectory;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Who may post what: the one place that decides it. */
@Singleton
public final class PostRights {

    private final DeviceKeys devices;
    private final PatientDirectory patients;

    PostRights(DeviceKeys devices, PatientDirectory patients) {
        this.devices = devices;
        this.patients = patients;
    }

    /**
     * Blocks; for virtual threads.
     *
     * @throws dev.wardcast.kit.problem.ProblemException with 503 where it can't be known now
     */
    public Optional<Denial> denial(
            Poster poster, String deviceType, String deviceId, String patientId) {
        return new Look(poster).denial(deviceType, deviceId, patientId);
    }

    /** For the items of one post, each asked about once. */
    Look look(Poster poster) {
        return new Look(poster);
    }

    final class Look {

        private final Poster poster;
        private final Map<DeviceName, CompletableFuture<Boolean>> registered = new HashMap<>(2);
        private final Map<String, CompletableFuture<Boolean>> known = new HashMap<>(2);

        private Look(Poster poster) {
            this.poster = poster;
        }

        /**
         * Asks all that {@link #denial} has to know of these samples.
         *
         * @return done when it can say so without blocking; never fails, for the denial does then
         */
        CompletableFuture<?> ask(List<Sample> samples) {
            for (Sample sample : samples) {
                if (poster.mayPostFor(sample.patientId())) {
                    if (!poster.is(sample.deviceType(), sample.deviceId())) {
                        askRegistered(new DeviceName(sample.deviceType(), sample.deviceId()));
                    }
                    if (poster instanceof Poster.Machine) {
                        askKnown(sample.patientId());
                    }
                }
            }
            List<CompletableFuture<Boolean>> asked = new ArrayList<>(registered.values());
            asked.addAll(known.values());
            return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                    .exceptionally(failure -> null);
        }

        /**
         * Blocks where it was not {@link #ask}ed before.
         *
         * @throws dev.wardcast.kit.problem.ProblemException with 503 where it can't be known now
         */
        Optional<Denial> denial(Sample sample) {
            return denial(sample.deviceType(), sample.deviceId(), sample.patientId());
        }

        private Optional<Denial> denial(String type, String id, String patientId) {
            if (!poster.mayPostFor(patientId)) {
                return Optional.of(Denial.OTHER_PATIENT);
            }
            if (!poster.is(type, id) && isRegistered(new DeviceName(type, id))) {
                return Optional.of(Denial.OTHER_DEVICE);
            }
            return isKnown(patientId) ? Optional.empty() : Optional.of(Denial.UNKNOWN_PATIENT);
        }

        /**
         * A device that is not the poster itself, such as the sensor of a hub, and has a key of its
         * own: in its name nobody else may post. Its rooms are followed by the staff of another
         * patient, and its sequence numbers are its own to use.
         */
        private boolean isRegistered(DeviceName device) {
            return AccessRefusals.await(askRegistered(device));
        }

        private boolean isKnown(String patientId) {
            return switch (poster) {
                // A key is bound to somebody who is registered.
                case Poster.Device device -> true;
                case Poster.Machine machine -> AccessRefusals.await(askKnown(patientId));
            };
        }

        private CompletableFuture<Boolean> askRegistered(DeviceName device) {
            return registered.computeIfAbsent(
                    device, d -> devices.isRegistered(d.type(), d.id()).toCompletableFuture());
        }

        private CompletableFuture<Boolean> askKnown(String patientId) {
            return known.computeIfAbsent(
                    patientId, id -> patients.isKnown(id).toCompletableFuture());
        }
    }

    private record DeviceName(String type, String id) {}
}
