package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Set;

/**
 * Which patients there are at all.
 *
 * @param version counts the changes
 */
@Serdeable
public record PatientsDocument(Set<String> ids, long version) {
    public PatientsDocument {
        ids = Set.copyOf(ids);
    }
}
