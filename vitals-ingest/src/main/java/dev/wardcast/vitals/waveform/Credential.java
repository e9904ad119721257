package dev.wardcast.vitals.waveform;

import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.kit.access.Role;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** By what a device came in. It has to go on counting for as long as the stream lives. */
sealed interface Credential {

    enum Standing {
        GOOD,
        REVOKED,
        /** Nobody can tell now. */
        UNKNOWN
    }

    CompletionStage<Standing> standing();

    /** When it ends by itself. */
    Instant expiresAt();

    /** A device's own key, good for its patient. */
    record Key(DeviceKeys keys, String key, String patient) implements Credential {
        @Override
        public CompletionStage<Standing> standing() {
            return keys.find(key)
                    .handle((found, failure) -> {
                        if (failure != null) {
                            return Standing.UNKNOWN;
                        }
                        return found.filter(device -> device.patientId().equals(patient))
                                        .isPresent()
                                ? Standing.GOOD
                                : Standing.REVOKED;
                    });
        }

        @Override
        public Instant expiresAt() {
            return Instant.MAX;
        }

        @Override
        public String toString() {
            return "a key for " + patient;
        }
    }

    /** A machine's token with the role DEVICE. */
    record Token(AccessDecisions access, Caller caller) implements Credential {
        @Override
        public CompletionStage<Standing> standing() {
            return access.hasRole(caller, Role.DEVICE)
                    .handle((decision, failure) ->
                            failure != null || decision instanceof Decision.Undecided
                                    ? Standing.UNKNOWN
                                    : decision.allowed() ? Standing.GOOD : Standing.REVOKED);
        }

        @Override
        public Instant expiresAt() {
            return caller.expiresAt();
        }
    }
}
