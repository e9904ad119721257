package dev.wardcast.access;

import static dev.wardcast.testsupport.Patience.TOLD;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What every service would decide about somebody now, from the projection. */
public record Decided(AccessServer server, String userId) {

    private Caller caller() {
        return new Caller(userId, userId, EnumSet.allOf(Role.class), "t", Instant.MAX);
    }

    public boolean sees(String patientId) {
        return server.bean(AccessDecisions.class)
                .maySee(caller(), patientId, PatientScope.VITALS)
                .toCompletableFuture()
                .join()
                .allowed();
    }

    public boolean follows(String room) {
        return server.bean(AccessDecisions.class)
                .mayFollow(caller(), Room.parse(room))
                .toCompletableFuture()
                .join()
                .allowed();
    }

    public boolean isActive() {
        return follows("system:alerts");
    }

    public void seesOnceTold(String patientId, boolean expected) {
        onceTold().until(() -> sees(patientId) == expected);
    }

    public void followsOnceTold(String room, boolean expected) {
        onceTold().until(() -> follows(room) == expected);
    }

    public static ConditionFactory onceTold() {
        return Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(TOLD);
    }
}
