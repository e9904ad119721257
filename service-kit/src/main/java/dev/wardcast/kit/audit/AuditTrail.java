package dev.wardcast.kit.audit;

import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.sql.Statements;
import io.micronaut.http.HttpStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds entries to the audit: with a change in the transaction of the change, so that neither is
 * there without the other; of a read before it is answered. Blocks; for virtual threads.
 *
 * <p>There is one in every process that has a database.
 */
public final class AuditTrail {

    /** {@code given} is used twice, so it is computed once: both tables get the same time. */
    private static final String INSERT =
            """
            with given as (
                select id::uuid, coalesce(at, clock_timestamp()) as at, kind, actor, roles, token,
                       address, correlation, action, type, resource, outcome, reason, detail
                from unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[])
                    as e(id, at, kind, actor, roles, token, address, correlation, action, type,
                         resource, outcome, reason, detail)
            ), added as (
                insert into audit.entries (id, at, actor_kind, actor_id, actor_roles, token_id,
                        address, correlation_id, action, resource_type, resource_id, outcome,
                        reason, detail)
                select id, at, kind, actor, string_to_array(roles, ','), token, address,
                       correlation, action, type, resource, outcome, reason, detail
                from given
                on conflict do nothing
            )
            insert into audit.entry_patients (patient_id, at, entry_id, events)
            select patient, given.at, given.id, events::integer
            from unnest(?::text[], ?::text[], ?::text[]) as p(entry, patient, events)
                join given on given.id = p.entry::uuid
            on conflict do nothing
            """;

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final int RETRY_SECONDS = 2;

    private final DataSource own;

    /**
     * @param own connections for entries that stand alone, with the services' role
     */
    public AuditTrail(DataSource own) {
        this.own = own;
    }

    /**
     * Adds an entry to the transaction that is open on the connection.
     *
     * @param tx not in auto-commit mode. In a {@code @Transactional} method: {@code
     *     TransactionOperations.getConnection()}
     */
    public void record(Connection tx, AuditEntry entry) throws SQLException {
        record(tx, List.of(entry));
    }

    /** The same with many. Those that are there already stay as they are. */
    public void record(Connection tx, List<AuditEntry> entries) throws SQLException {
        Statements statements = new Statements();
        record(statements, entries);
        statements.run(tx);
    }

    /** The same, together with other statements of the transaction. */
    public void record(Statements tx, List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<Concern> concerns = concerns(entries);
        tx.add(
                INSERT,
                values ->
                        values.texts(entries, AuditEntry::id)
                                .texts(entries, AuditTrail::at)
                                .texts(entries, entry -> entry.actor().kind().name())
                                .texts(entries, entry -> entry.actor().id())
                                .texts(entries, entry -> entry.actor().sortedRoles())
                                .texts(entries, entry -> entry.actor().tokenId())
                                .texts(entries, entry -> entry.actor().address())
                                .texts(entries, entry -> entry.actor().correlationId())
                                .texts(entries, entry -> entry.action().name())
                                .texts(entries, AuditEntry::resourceType)
                                .texts(entries, AuditEntry::resourceId)
                                .texts(entries, entry -> entry.outcome().name())
                                .texts(entries, AuditEntry::reason)
                                .texts(entries, AuditEntry::detail)
                                .texts(concerns, Concern::entry)
                                .texts(concerns, concern -> concern.patient().patientId())
                                .texts(
                                        concerns,
                                        concern -> Integer.toString(concern.patient().events())));
    }

    private static @Nullable String at(AuditEntry entry) {
        return entry.at() == null ? null : entry.at().toString();
    }

    /**
     * Records what changes nothing, or was refused, at once and whatever becomes of the rest: a
     * read, a sign-in that failed.
     *
     * @throws ProblemException 503, if it can't be recorded. Then what it speaks of must not be
     *     done or answered
     */
    public void record(AuditEntry entry) {
        Statements statements = new Statements();
        record(statements, List.of(entry));
        try (Connection connection = own.getConnection()) {
            connection.setAutoCommit(false);
            statements.commit(connection);
        } catch (SQLException e) {
            LOG.error("The audit takes no entries", e);
            throw ProblemException.retryLater(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "audit_away",
                    "What can't be recorded is neither done nor shown. Try again.",
                    RETRY_SECONDS);
        }
    }

    private record Concern(String entry, AuditedPatient patient) {}

    private static List<Concern> concerns(List<AuditEntry> entries) {
        List<Concern> concerns = new ArrayList<>();
        for (AuditEntry entry : entries) {
            for (AuditedPatient patient : entry.patients()) {
                concerns.add(new Concern(entry.id(), patient));
            }
        }
        return concerns;
    }
}
