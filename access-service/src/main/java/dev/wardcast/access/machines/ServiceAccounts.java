package dev.wardcast.access.machines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.access.Secrets;
import dev.wardcast.access.acts.Acts;
import dev.wardcast.access.revocation.Revocations;
import dev.wardcast.kit.access.Digests;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Machines that sign in with a secret of 256 random bits, of which only the digest is stored. Two
 * secrets may count at one time: the second is given to the machine before the first is revoked.
 */
@Singleton
public class ServiceAccounts {

    private static final int MOST_SECRETS = 2;

    private final AccountTable accounts;
    private final SecretTable secrets;
    private final Revocations revocations;
    private final Acts acts;

    ServiceAccounts(
            AccountTable accounts, SecretTable secrets, Revocations revocations, Acts acts) {
        this.accounts = accounts;
        this.secrets = secrets;
        this.revocations = revocations;
        this.acts = acts;
    }

    /** A secret that is shown this once. */
    record NewSecret(UUID id, String secret) {}

    /** Who proved with which secret to be whom. */
    record Proven(AccountRow account, UUID secretId) {}

    /**
     * @throws ProblemException with 409 if the id or the name, in whatever case, is somebody's
     */
    @Transactional("access")
    NewSecret create(String id, String name, Collection<String> roles, Actor actor) {
        accounts.lockNames();
        if (accounts.isNameTaken(name) || accounts.add(id, name) == 0) {
            throw ProblemException.conflict(
                    "account_exists", "There is a user with this name or id already.");
        }
        roles.forEach(role -> accounts.addRole(id, role));
        changed(actor, id, "created");
        return newSecret(id, Secrets.next());
    }

    /** For demo data: an account whose secret everyone knows. */
    @Transactional("access")
    public void addIfAbsent(String id, String role, String secret) {
        if (accounts.add(id, id) == 1) {
            accounts.addRole(id, role);
            newSecret(id, secret);
        }
    }

    /**
     * @throws ProblemException with 404 if there is no such account, 409 if it has two already
     */
    @Transactional("access")
    NewSecret addSecret(String id, Actor actor) {
        requireLocked(id);
        if (secrets.of(id).size() >= MOST_SECRETS) {
            throw ProblemException.conflict(
                    "too_many_secrets",
                    "There are two secrets that count already; revoke one first.");
        }
        changed(actor, id, "secret_added");
        return newSecret(id, Secrets.next());
    }

    /**
     * Ends a secret, and the tokens that were given for it.
     *
     * @throws ProblemException with 404 if there is no such secret that counts
     */
    @Transactional("access")
    void revokeSecret(String id, UUID secretId, Actor actor) {
        requireLocked(id);
        if (secrets.revoke(secretId, id) == 0) {
            throw ProblemException.notFound("unknown_secret", "There is no such secret in use.");
        }
        revocations.endSession(id, secretId.toString());
        changed(actor, id, "secret_revoked");
    }

    /**
     * @throws ProblemException with 404 if there is no such account
     */
    @Transactional("access")
    void setStatus(String id, String status, Actor actor) {
        requireLocked(id);
        accounts.setStatus(id, status);
        changed(actor, id, status.equals("ACTIVE") ? "activated" : "suspended");
    }

    /**
     * @return empty if the two don't belong together, or the account is not active
     */
    Optional<Proven> prove(String clientId, String secret) {
        return secrets.find(digest(secret))
                .filter(row -> row.userId().equals(clientId))
                .flatMap(row ->
                        accounts.find(clientId)
                                .filter(AccountRow::active)
                                .map(account -> new Proven(account, row.id())));
    }

    List<SecretRow> secretsOf(String id) {
        return secrets.of(id);
    }

    private void requireLocked(String id) {
        if (accounts.lock(id).isEmpty()) {
            throw ProblemException.notFound("unknown_account", "There is no such service account.");
        }
    }

    private NewSecret newSecret(String id, String secret) {
        UUID secretId = UUID.randomUUID();
        secrets.add(secretId, id, digest(secret));
        return new NewSecret(secretId, secret);
    }

    private void changed(Actor actor, String id, String how) {
        acts.done(
                AuditEntry.of(actor, AuditAction.SERVICE_ACCOUNT_CHANGED)
                        .on("service_account", id)
                        .because(how));
    }

    private static String digest(String secret) {
        return Digests.sha256Hex(secret.getBytes(UTF_8));
    }
}
