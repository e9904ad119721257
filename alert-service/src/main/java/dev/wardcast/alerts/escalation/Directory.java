package dev.wardcast.alerts.escalation;

import dev.wardcast.kit.access.AccessDecisions.AccessUnknownException;
import dev.wardcast.kit.access.Role;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Knows the people around patients. */
interface Directory {

    /**
     * The active users who may see the patient's alerts in one of these roles, now. Fails with
     * {@link AccessUnknownException} while nobody can say.
     */
    CompletionStage<Set<String>> whoMaySee(String patientId, Set<Role> roles);
}
