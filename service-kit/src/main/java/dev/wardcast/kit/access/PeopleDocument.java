package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Set;

/**
 * Who may come into question around a hospital or a patient; {@link AccessRules} decide about each.
 *
 * @param users staff of the hospital, or those around the patient
 * @param patients of the hospital
 */
@Serdeable
record PeopleDocument(Set<String> users, Set<String> patients) {

    static final PeopleDocument NOBODY = new PeopleDocument(Set.of(), Set.of());

    PeopleDocument {
        users = Set.copyOf(users);
        patients = Set.copyOf(patients);
    }
}
