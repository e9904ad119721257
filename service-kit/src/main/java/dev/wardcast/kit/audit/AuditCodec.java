package dev.wardcast.kit.audit;

import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Entries as JSON, for those that wait in Redis for their place in the audit. */
@Singleton
final class AuditCodec {

    private final JsonMapper json;

    AuditCodec(JsonMapper json) {
        this.json = json;
    }

    /**
     * Apart from {@link AuditEntry}, so that entries of an older version can be read by a newer
     * one.
     *
     * @param patients ids, and how many events of each
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Line(
            String id,
            Instant at,
            String kind,
            @Nullable String actor,
            @Nullable List<String> roles,
            @Nullable String token,
            @Nullable String address,
            String correlation,
            String action,
            String type,
            @Nullable String resource,
            @Nullable Map<String, Integer> patients,
            String outcome,
            @Nullable String reason,
            @Nullable String detail) {}

    /**
     * @throws IllegalArgumentException if the entry does not say when
     */
    byte[] encode(AuditEntry entry) {
        if (entry.at() == null) {
            throw new IllegalArgumentException("at (expected: when it happened)");
        }
        Map<String, Integer> patients = new TreeMap<>();
        entry.patients().forEach(patient -> patients.put(patient.patientId(), patient.events()));
        Actor actor = entry.actor();
        try {
            return json.writeValueAsBytes(
                    new Line(
                            entry.id(),
                            entry.at(),
                            actor.kind().name(),
                            actor.id(),
                            List.copyOf(actor.roles()),
                            actor.tokenId(),
                            actor.address(),
                            actor.correlationId(),
                            entry.action().name(),
                            entry.resourceType(),
                            entry.resourceId(),
                            patients,
                            entry.outcome().name(),
                            entry.reason(),
                            entry.detail()));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
    }

    /**
     * @throws IllegalArgumentException if it is no entry
     */
    AuditEntry decode(byte[] bytes) {
        Line line;
        try {
            line = json.readValue(bytes, Line.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("entry (expected: JSON)", e);
        }
        if (line == null) {
            throw new IllegalArgumentException("entry (expected: JSON)");
        }
        List<AuditedPatient> patients = new ArrayList<>();
        if (line.patients() != null) {
            line.patients().forEach((id, events) -> patients.add(new AuditedPatient(id, events)));
        }
        return new AuditEntry(
                line.id(),
                line.at(),
                new Actor(
                        Actor.Kind.valueOf(line.kind()),
                        line.actor(),
                        line.roles() == null ? Set.of() : Set.copyOf(line.roles()),
                        line.token(),
                        line.address(),
                        line.correlation()),
                AuditAction.valueOf(line.action()),
                line.type(),
                line.resource(),
                patients,
                Outcome.valueOf(line.outcome()),
                line.reason(),
                line.detail());
    }
}
