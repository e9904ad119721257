package dev.wardcast.gateway.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditQueue;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is connected to a patient's room says something about the patient. */
class PresenceAuditTest {

    @Test
    void whoever_asks_who_is_in_a_patients_room_is_on_record_also_if_they_may_not() {
        try (ServiceUnderTest gateway = new ServiceUnderTest(Map.of())) {
            String ward = gateway.world().hospital();
            String patient = gateway.world().patientIn(ward);
            Person nurse = gateway.world().staff(ward, "NURSE");
            Person stranger = gateway.world().with("NURSE");
            String path = "/realtime/presence/patient:" + patient;
            assertEquals(200, gateway.get(nurse, path).status());
            assertEquals(200, gateway.get(nurse, "/realtime/presence/hospital:" + ward).status());
            assertEquals(403, gateway.get(stranger, path).status());
            String room = " presence patient:" + patient + " " + patient;
            await().untilAsserted(() -> {
                assertEquals(List.of("ALLOWED" + room), reads(gateway, nurse));
                assertEquals(List.of("REFUSED" + room), reads(gateway, stranger));
            });
        }
    }

    private static List<String> reads(ServiceUnderTest gateway, Person who) throws Exception {
        return gateway
                .bean(AuditQueue.class)
                .oldest(100_000)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .stream()
                .map(AuditQueue.Waiting::entry)
                .filter(Objects::nonNull)
                .filter(entry -> who.id().equals(entry.actor().id()))
                .filter(entry -> entry.action() == AuditAction.PATIENT_READ)
                .map(PresenceAuditTest::text)
                .toList();
    }

    private static String text(AuditEntry entry) {
        return "%s %s %s %s"
                .formatted(
                        entry.outcome(),
                        entry.resourceType(),
                        entry.resourceId(),
                        entry.patients().getFirst().patientId());
    }
}
