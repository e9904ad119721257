package dev.wardcast.gateway.access;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.Ending;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.gateway.stream.StreamRooms;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessDecisions.AccessChange;
import dev.wardcast.kit.access.Decision;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * Decides open streams anew when access changed: a grant adds a room, a revocation takes it away or
 * ends the stream. While nobody can decide, a stream lives on for the grace time and not longer.
 */
@Context
public final class AccessWatch implements OpenStreams.Watcher {

    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private final OpenStreams open;
    private final TaskScheduler scheduler;
    private final Duration grace;
    private final Runnable stopListening;

    AccessWatch(
            AccessDecisions access,
            OpenStreams open,
            GatewayConfiguration configuration,
            @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
        this.open = open;
        this.scheduler = scheduler;
        this.grace = configuration.getUndecidedGrace();
        open.watch(this);
        this.stopListening = access.onChange(this::changed);
    }

    @Override
    public void undecided(ClientStream stream) {
        decideAgain(stream);
    }

    @PreDestroy
    void stop() {
        stopListening.run();
    }

    /**
     * Decides a stream once more that has just become one of the open ones: a change between its
     * first decision and now was announced while nobody looked for it.
     */
    public void decideAgain(ClientStream stream) {
        decide(stream, Instant.now().plus(grace));
    }

    private void changed(AccessChange change) {
        Instant until = Instant.now().plus(grace);
        concerned(change).forEach(stream -> decide(stream, until));
    }

    private Collection<ClientStream> concerned(AccessChange change) {
        return switch (change) {
            case AccessChange.OfUser(String user) -> open.of(user);
            // A patient's hospitals changed: whoever is staff of one may come or go.
            case AccessChange.OfPatient(String patient) -> open.all();
            case AccessChange.OfEverything() -> open.all();
        };
    }

    private void decide(ClientStream stream, Instant until) {
        stream.execute(() -> {
            StreamRooms.Question question = stream.rooms().ask();
            stream.request()
                    .plan()
                    .decide(stream.caller())
                    .whenComplete((answer, failure) ->
                            stream.execute(() -> {
                                if (!stream.rooms().isOvertaken(question)) {
                                    if (failure == null) {
                                        apply(stream, question, answer, until);
                                    } else {
                                        later(stream, until);
                                    }
                                }
                            }));
        });
    }

    private void apply(
            ClientStream stream,
            StreamRooms.Question question,
            RoomPlan.Rooms answer,
            Instant until) {
        switch (answer) {
            case RoomPlan.Rooms.Of(Set<Room> now) -> {
                switch (stream.rooms().answer(question, now)) {
                    case DONE -> stream.request().plan().applied(now);
                    // The client chose another room meanwhile, about which this says nothing.
                    case OF_OTHER_ROOMS -> decide(stream, until);
                    case OVERTAKEN -> {}
                }
            }
            case RoomPlan.Rooms.Refused(Decision why) -> {
                if (why instanceof Decision.Undecided) {
                    later(stream, until);
                } else {
                    stream.end(Ending.ACCESS_REVOKED);
                }
            }
        }
    }

    private void later(ClientStream stream, Instant until) {
        if (Instant.now().isBefore(until)) {
            scheduler.schedule(ASK_AGAIN, () -> decide(stream, until));
        } else {
            stream.execute(() -> stream.end(Ending.ACCESS_UNKNOWN));
        }
    }
}
