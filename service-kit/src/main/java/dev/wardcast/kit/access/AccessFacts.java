package dev.wardcast.kit.access;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What decisions rest on. An empty answer is knowledge: there is no such thing. A stage that can't
 * know fails with {@link AccessDecisions.AccessUnknownException}.
 */
interface AccessFacts {
    CompletionStage<Optional<UserDocument>> user(String id);

    CompletionStage<Optional<PatientDocument>> patient(String id);

    CompletionStage<Optional<PatientsDocument>> patients();

    CompletionStage<Optional<HospitalDocument>> hospital(String id);

    CompletionStage<Optional<DeviceDocument>> device(String type, String id);

    CompletionStage<Optional<SessionDocument>> session(String id);

    /**
     * Whether a sign-in was ended or a signing key withdrawn.
     *
     * @param id as {@link Revocations} makes it
     */
    CompletionStage<Boolean> isRevoked(String id);
}
