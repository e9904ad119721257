package dev.wardcast.access.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.wardcast.access.AccessSettings;
import dev.wardcast.access.acts.Acts;
import dev.wardcast.access.revocation.Revocations;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The keys in the database. Whoever changes them holds a lock, so however many processes start or
 * rotate together, one does.
 */
@Singleton
class SigningKeys {

    /** How long another process may go on signing with a key whose time is over, and a little. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private static final int MOST_UPCOMING = 5;

    private final SigningKeyTable table;
    private final KeyVault vault;
    private final Revocations revocations;
    private final Acts acts;
    private final AccessSettings access;
    private final KeySettings settings;

    SigningKeys(
            SigningKeyTable table,
            KeyVault vault,
            Revocations revocations,
            Acts acts,
            AccessSettings access,
            KeySettings settings) {
        this.table = table;
        this.vault = vault;
        this.revocations = revocations;
        this.acts = acts;
        this.access = access;
        this.settings = settings;
    }

    /** What a moment makes of the keys. */
    KeySchedule schedule(Instant now, List<SigningKey> keys) {
        Duration longest =
                access.tokenLifetime().compareTo(access.serviceTokenLifetime()) > 0
                        ? access.tokenLifetime()
                        : access.serviceTokenLifetime();
        return KeySchedule.at(now, keys, longest.plus(MARGIN));
    }

    /** Keys that are not retired, the newest first; at least one of them is usable. */
    @Transactional("access")
    List<SigningKey> current() {
        List<SigningKey> keys = read();
        if (schedule(Instant.now(), keys).current().isEmpty()) {
            table.lock();
            keys = read();
            if (schedule(Instant.now(), keys).current().isEmpty()) {
                makeUsableNow();
                keys = read();
            }
        }
        return keys;
    }

    /**
     * Makes a key that is published at once and used later.
     *
     * @throws ProblemException with 409 if enough are waiting
     */
    @Transactional("access")
    SigningKey add(Instant usableFrom, Actor actor) {
        table.lock();
        Instant now = Instant.now();
        if (read().stream().filter(key -> key.usableFrom().isAfter(now)).count() >= MOST_UPCOMING) {
            throw ProblemException.conflict(
                    "too_many_keys",
                    "There are " + MOST_UPCOMING + " keys already that are not used yet.");
        }
        SigningKey made = make(usableFrom);
        acts.done(act(actor, made.kid()).because("added"));
        return made;
    }

    /**
     * Takes a key and all tokens of it out of use. If no other is usable, a new one is, at once.
     *
     * @throws ProblemException with 404 if there is no such key in use
     */
    @Transactional("access")
    void withdraw(String kid, Actor actor) {
        table.lock();
        if (table.retire(kid) == 0) {
            throw ProblemException.notFound("unknown_key", "There is no such key in use.");
        }
        revocations.withdrawKey(kid);
        if (schedule(Instant.now(), read()).current().isEmpty()) {
            makeUsableNow();
        }
        acts.done(act(actor, kid).because("withdrawn"));
    }

    /** Makes the next key when the newest is old, and puts away what is for nothing any more. */
    @Transactional("access")
    void rotateByAge(Actor actor) {
        table.lock();
        Instant now = Instant.now();
        List<SigningKey> keys = read();
        if (!keys.isEmpty()
                && keys.getFirst().usableFrom().plus(settings.signingKeyAge()).isBefore(now)) {
            SigningKey made = make(now.plus(settings.signingKeyNotice()));
            acts.done(act(actor, made.kid()).because("old"));
        }
        KeySchedule schedule = schedule(now, read());
        for (SigningKeyRow row : table.current()) {
            if (!schedule.has(row.kid())) {
                table.retire(row.kid());
            } else if (vault.isOutdated(row.kid(), row.jwk())) {
                table.replace(row.kid(), vault.close(row.kid(), vault.open(row.kid(), row.jwk())));
            }
        }
    }

    private static AuditEntry act(Actor actor, String kid) {
        return AuditEntry.of(actor, AuditAction.KEY_ROTATED).on("signing_key", kid);
    }

    private List<SigningKey> read() {
        return table.current().stream().map(this::parse).toList();
    }

    private void makeUsableNow() {
        // The database rounds to microseconds, perhaps up: a key must not be of the future.
        make(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private SigningKey make(Instant usableFrom) {
        try {
            ECKey key =
                    new ECKeyGenerator(Curve.P_256)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .keyIDFromThumbprint(true)
                            .generate();
            String kid = key.getKeyID();
            table.add(kid, vault.close(kid, key.toJSONString()), usableFrom);
            return new SigningKey(key, usableFrom);
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private SigningKey parse(SigningKeyRow row) {
        try {
            return new SigningKey(ECKey.parse(vault.open(row.kid(), row.jwk())), row.usableFrom());
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + row.kid() + " is unreadable", e);
        }
    }
}
