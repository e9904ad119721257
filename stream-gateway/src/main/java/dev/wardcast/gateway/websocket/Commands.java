package dev.wardcast.gateway.websocket;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.waveform.Lead;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.gateway.access.ChosenRooms;
import dev.wardcast.gateway.alerts.AlertAcks;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.waveform.StreamViewer;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.TokenCheck.Checked;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a client's messages do. On the connection's loop; answers may come from anywhere. */
final class Commands {

    private static final String INVALID_FIELD = "invalid_field";

    private final Conversations common;
    private final ClientStream stream;
    private final Talk talk;

    Commands(Conversations common, ClientStream stream, Talk talk) {
        this.common = common;
        this.stream = stream;
        this.talk = talk;
    }

    CompletionStage<Reply> carryOut(ClientMessage message) {
        if (message.objection() != null) {
            return completedFuture(refused(message, message.objection()));
        }
        return switch (message.type()) {
            case "ping" -> completedFuture(Reply.pong());
            case "subscribe" -> withRooms(message, this::subscribe);
            case "unsubscribe" -> withRooms(message, this::unsubscribe);
            case "refresh" -> refresh(String.valueOf(message.token()));
            case "ack" -> acknowledge(message);
            case "pause" -> watching(viewer -> viewer.pause(true));
            case "resume" -> watching(viewer -> viewer.pause(false));
            case "leads" -> watching(viewer -> viewer.choose(leads(message)));
            case "decimation" -> watching(viewer -> viewer.decimate(factor(message)));
            default ->
                    completedFuture(
                            Reply.error(
                                    "unknown_type",
                                    "type (expected: subscribe, unsubscribe, ping, refresh, ack,"
                                            + " pause, resume, leads or decimation)"));
        };
    }

    /** In the form in which messages of its type are answered. */
    private static Reply refused(ClientMessage message, String objection) {
        return switch (message.type()) {
            case "subscribe", "unsubscribe" ->
                    Reply.denied(
                            message.room() == null ? "" : message.room(), INVALID_FIELD, objection);
            case "ack" -> Reply.notAcknowledged(message.alertId(), INVALID_FIELD, objection);
            default -> Reply.error(INVALID_FIELD, objection);
        };
    }

    // --- rooms

    private interface RoomCommand {
        CompletionStage<Reply> carryOut(ChosenRooms rooms, Room room, ClientMessage message);
    }

    private CompletionStage<Reply> withRooms(ClientMessage message, RoomCommand command) {
        String name = message.room() == null ? "" : message.room();
        if (talk.rooms().isEmpty()) {
            return denied(name, "fixed_rooms", "The rooms of this stream are given.");
        }
        Room room;
        try {
            room = Room.parse(name);
        } catch (IllegalArgumentException malformed) {
            return denied(name, "invalid_room", String.valueOf(malformed.getMessage()));
        }
        if (room instanceof Room.PatientWaveform) {
            return denied(
                    name, "own_address", "Waveforms come over /realtime/ws/patient/{id}/waveform.");
        }
        if (room instanceof Room.Group) {
            return denied(name, "invalid_room", "Groups come and go with user:{id}.");
        }
        return command.carryOut(talk.rooms().get(), room, message);
    }

    private CompletionStage<Reply> subscribe(ChosenRooms rooms, Room room, ClientMessage message) {
        String name = room.name();
        Optional<Position> after = Optional.empty();
        if (message.cursor() != null && !message.cursor().isEmpty()) {
            // One that is none of ours is a position nobody knows: answered with a gap.
            after = Optional.of(Position.parse(message.cursor()).orElse(Position.UNKNOWN));
        }
        boolean followed = stream.rooms().contains(room);
        if (followed && after.isEmpty()) {
            return completedFuture(Reply.subscribed(name));
        }
        if (!followed && chosenRooms() >= common.mostRooms()) {
            return denied(
                    name,
                    "too_many_rooms",
                    "There are " + common.mostRooms() + " rooms already, and may not be more.");
        }
        Optional<Position> from = after;
        return onLoop(
                        rooms.mayChoose(stream.caller(), room),
                        decision -> subscribed(rooms, room, from, decision))
                .thenCompose(Function.identity());
    }

    /** The user's groups come and go by themselves. */
    private long chosenRooms() {
        return stream.rooms().all().stream().filter(room -> !(room instanceof Room.Group)).count();
    }

    private CompletionStage<Reply> subscribed(
            ChosenRooms rooms, Room room, Optional<Position> after, Decision decision) {
        return switch (decision) {
            case Decision.Allowed ignored -> join(rooms, room, after);
            case Decision.Denied denied -> denied(room.name(), denied.code(), denied.reason());
            case Decision.NoSuchThing none -> denied(room.name(), none.code(), none.reason());
            case Decision.NotActive inactive ->
                    denied(room.name(), "not_active", inactive.reason());
            case Decision.Undecided undecided ->
                    denied(room.name(), "access_unknown", undecided.reason());
        };
    }

    private CompletionStage<Reply> join(ChosenRooms rooms, Room room, Optional<Position> after) {
        rooms.choose(room);
        if (room instanceof Room.User) {
            after.ifPresent(stream.request().plan()::comesFrom);
        }
        // Who follows it already and has a position wants what it missed all the same.
        stream.rooms().leave(room);
        CompletableFuture<Reply> joined = new CompletableFuture<>();
        stream.rooms().join(room, after, () -> joined.complete(standing(room)));
        // Access that ended between the decision and now was announced to nobody.
        common.watch().decideAgain(stream);
        // With a position nothing can be missed, whenever the room is listened to, and what was
        // missed comes after the answer. Without one the answer is the moment it counts from.
        return after.isPresent() ? completedFuture(standing(room)) : joined;
    }

    /** It may have been taken away since. */
    private Reply standing(Room room) {
        return stream.rooms().contains(room)
                ? Reply.subscribed(room.name())
                : Reply.unsubscribed(room.name());
    }

    private CompletionStage<Reply> unsubscribe(
            ChosenRooms rooms, Room room, ClientMessage message) {
        rooms.decline(room);
        stream.rooms().leave(room);
        return completedFuture(Reply.unsubscribed(room.name()));
    }

    private static CompletionStage<Reply> denied(String room, String reason, String message) {
        return completedFuture(Reply.denied(room, reason, message));
    }

    // --- waveforms

    /** Does it, and answers with what the viewer sees from now on. */
    private CompletionStage<Reply> watching(Consumer<StreamViewer> command) {
        Optional<StreamViewer> viewer = common.waveforms().of(stream);
        if (viewer.isEmpty()) {
            return completedFuture(
                    Reply.error("no_waveform", "There is no waveform on this stream."));
        }
        try {
            command.accept(viewer.get());
        } catch (IllegalArgumentException wrong) {
            return completedFuture(Reply.error(INVALID_FIELD, String.valueOf(wrong.getMessage())));
        }
        return completedFuture(Reply.view(viewer.get().paused(), viewer.get().view()));
    }

    private static Set<Lead> leads(ClientMessage message) {
        if (message.leads() == null) {
            throw new IllegalArgumentException(
                    "leads (expected: an array of names, or of nothing for all)");
        }
        Set<Lead> leads = EnumSet.noneOf(Lead.class);
        for (String name : message.leads()) {
            leads.add(
                    Lead.ofName(name)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "leads (expected: some of "
                                                    + Arrays.toString(Lead.values())
                                                    + ")")));
        }
        return leads;
    }

    private static int factor(ClientMessage message) {
        if (message.factor() == null) {
            throw new IllegalArgumentException(
                    "factor (expected: 1 to " + WaveformFrame.MOST_DECIMATION + ")");
        }
        return message.factor();
    }

    // --- the token

    private CompletionStage<Reply> refresh(String token) {
        return onLoop(
                common.tokens().check(token),
                checked ->
                        switch (checked) {
                            case Checked.Valid valid
                                    when valid.caller()
                                            .userId()
                                            .equals(stream.caller().userId()) -> {
                                stream.refresh(valid.caller(), token);
                                // Another token may have other roles.
                                common.watch().decideAgain(stream);
                                yield Reply.refreshed(valid.caller().expiresAt());
                            }
                            case Checked.Valid ignored ->
                                    Reply.error("refresh_refused", "The token is another user's.");
                            case Checked.Invalid ignored ->
                                    Reply.error("refresh_refused", "The token is not valid.");
                            case Checked.Unknown ignored ->
                                    Reply.error(
                                            "refresh_unavailable",
                                            "The token can't be checked now; try again.");
                        });
    }

    // --- alerts

    private CompletionStage<Reply> acknowledge(ClientMessage message) {
        String patientId =
                message.patientId() != null ? message.patientId() : talk.patientId().orElse(null);
        return common.acks()
                .acknowledge(
                        stream.token(),
                        message.alertId(),
                        patientId,
                        message.status(),
                        message.note())
                .thenApply(outcome ->
                        switch (outcome) {
                            case AlertAcks.Outcome.Done done ->
                                    Reply.acknowledged(message.alertId(), done.status());
                            case AlertAcks.Outcome.Refused refused ->
                                    Reply.notAcknowledged(
                                            message.alertId(), refused.reason(), refused.message());
                        });
    }

    /** What follows from an answer happens on the loop, at once if the answer is there already. */
    private <T, R> CompletionStage<R> onLoop(CompletionStage<T> answer, Function<T, R> then) {
        var now = answer.toCompletableFuture();
        if (now.isDone() && !now.isCompletedExceptionally()) {
            return completedFuture(then.apply(now.join()));
        }
        CompletableFuture<R> later = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> {
            if (failure != null) {
                later.completeExceptionally(failure);
            } else {
                stream.execute(() -> later.complete(then.apply(value)));
            }
        });
        return later;
    }
}
