package dev.wardcast.gateway.websocket;

import dev.wardcast.gateway.access.ChosenRooms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say on an endpoint, besides {@code ping} and {@code refresh}.
 *
 * @param rooms which it may choose itself; empty where they are given
 * @param patientId whose alerts it acknowledges if it does not say; empty where it has to
 */
public record Talk(Optional<ChosenRooms> rooms, Optional<String> patientId) {

    public static Talk aboutRooms(ChosenRooms rooms, @Nullable String patientId) {
        return new Talk(Optional.of(rooms), Optional.ofNullable(patientId));
    }

    public static Talk aboutAlerts(@Nullable String patientId) {
        return new Talk(Optional.empty(), Optional.ofNullable(patientId));
    }

    public static Talk listening() {
        return new Talk(Optional.empty(), Optional.empty());
    }
}
