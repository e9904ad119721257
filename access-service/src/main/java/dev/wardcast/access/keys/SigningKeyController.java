package dev.wardcast.access.keys;

import dev.wardcast.access.keys.KeySchedule.Slot;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys that tokens are signed with. The private parts are nowhere to be read. */
@Controller("/api/v1/signing-keys")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class SigningKeyController {

    private static final Duration FARTHEST = Duration.ofDays(30);

    private final SigningKeys keys;
    private final KeyRing ring;
    private final Projector projector;
    private final KeySettings settings;

    SigningKeyController(
            SigningKeys keys, KeyRing ring, Projector projector, KeySettings settings) {
        this.keys = keys;
        this.ring = ring;
        this.projector = projector;
        this.settings = settings;
    }

    /**
     * @param usableFrom without it: when every service has surely seen the key
     */
    @Serdeable
    record NewKey(@Nullable Instant usableFrom) {}

    /**
     * @param state {@code upcoming}, {@code current} or {@code previous}
     * @param publishedUntil when a previous one leaves the key set
     */
    @Serdeable
    record KeyView(String kid, String state, Instant usableFrom, @Nullable Instant publishedUntil) {
        static KeyView of(Slot slot) {
            return new KeyView(
                    slot.key().kid(),
                    slot.state().name().toLowerCase(Locale.ROOT),
                    slot.key().usableFrom(),
                    slot.publishedUntil());
        }
    }

    @Serdeable
    record KeyViews(List<KeyView> items) {}

    @Get
    KeyViews list() {
        ring.forget();
        return new KeyViews(ring.schedule().slots().stream().map(KeyView::of).toList());
    }

    /** Published at once, used from {@code usable_from} on. */
    @Post
    @Status(HttpStatus.CREATED)
    KeyView add(@Body @Nullable NewKey wanted, Actor actor) {
        Instant now = Instant.now();
        Instant usableFrom =
                wanted == null || wanted.usableFrom() == null
                        ? now.plus(settings.signingKeyNotice())
                        : wanted.usableFrom();
        if (usableFrom.isBefore(now) || usableFrom.isAfter(now.plus(FARTHEST))) {
            throw ProblemException.badRequest(
                    "invalid_usable_from",
                    "usable_from: "
                            + usableFrom
                            + " (expected: not in the past, and at most 30 days ahead)");
        }
        SigningKey made = keys.add(usableFrom, actor);
        ring.forget();
        return new KeyView(made.kid(), "upcoming", made.usableFrom(), null);
    }

    /** Ends a key and every token that was signed with it, within a second and everywhere. */
    @Delete("/{kid}")
    HttpResponse<?> withdraw(String kid, Actor actor) {
        keys.withdraw(kid, actor);
        ring.forget();
        projector.project();
        return HttpResponse.noContent();
    }
}
